#pragma once

#include "core/audio_format.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace scaispeak::audio {

/// An engine's bytes, cut anywhere, as mono s16 samples at the engine's rate. Two channels become their mean;
/// float samples are scaled by 32768, rounded and clipped. Bytes of a frame not yet complete wait for the
/// next call. One thread at a time. AudioFault where the engine lies.
class PcmReader
{
public:
    static constexpr std::uint32_t minSampleRate = 8000;
    static constexpr std::uint32_t maxSampleRate = 48000;
    static constexpr std::size_t blockFrames = 4096;

    /// Takes s16 and f32 PCM of 1 or 2 channels at 8 to 48 kHz; anything else is an AudioFault.
    explicit PcmReader(const core::AudioFormat& format);

    /// Takes bytes from the front of `bytes`, and gives at most `blockFrames` samples, valid until the next
    /// call; none when there is no whole frame. Call until `bytes` is empty.
    std::span<const std::int16_t> read(std::span<const std::byte>& bytes);

    /// The end of the audio: AudioFault if bytes of a cut frame are left over.
    void finish() const;

    const core::AudioFormat& format() const noexcept { return _format; }
    std::uint64_t frames() const noexcept { return _frames; }

private:
    static constexpr std::size_t maxFrameBytes = 8;

    std::span<const std::int16_t> completeFrame(std::span<const std::byte>& bytes);
    void carry(std::span<const std::byte>& bytes, std::size_t count);
    std::span<const std::int16_t> convert(const std::byte* bytes, std::size_t frames);
    void convertS16(const std::byte* bytes, std::size_t frames);
    void convertF32(const std::byte* bytes, std::size_t frames);

    core::AudioFormat _format;
    std::size_t _frameBytes;
    std::uint64_t _frames = 0;
    std::array<std::byte, maxFrameBytes> _carried{};
    std::size_t _carriedBytes = 0;
    std::vector<std::int16_t> _samples;
    std::vector<float> _floats;  ///< Only for f32.
};

}  // namespace scaispeak::audio
