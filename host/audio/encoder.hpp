#pragma once

#include "audio/byte_sink.hpp"
#include "core/audio_format.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

namespace scaispeak::audio {

/// Makes one response body out of mono s16 samples at the output rate, and hands bytes on as early as the
/// format allows. One thread at a time. Let go without `finish`, it writes nothing more.
class Encoder
{
public:
    virtual ~Encoder() = default;
    virtual void encode(std::span<const std::int16_t> samples) = 0;
    /// Writes what is still held back and completes the body. Once, at the end.
    virtual void finish() = 0;
};

/// An encoder writing into `sink`, which must outlive it. `sampleRate` is one of supportedSampleRates(), else
/// std::invalid_argument. `totalSamples`, where known beforehand, goes into the head of WAV and FLAC;
/// std::logic_error in the end if another number came. A codec that fails throws std::runtime_error.
///
/// What decodes: exactly the samples put in, but for MP3 into a sink that cannot be rewritten. There is no
/// way to say an MP3 stream's length after its start, so that it decodes to whole frames, with the codec's
/// delay in front.
std::unique_ptr<Encoder> makeEncoder(core::ResponseFormat format, std::uint32_t sampleRate, ByteSink& sink,
                                     std::optional<std::uint64_t> totalSamples = std::nullopt);

}  // namespace scaispeak::audio
