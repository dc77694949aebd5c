#pragma once

#include "audio/byte_sink.hpp"
#include "core/audio_format.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace scaispeak::audio::test {

inline constexpr std::array allFormats{core::ResponseFormat::Mp3, core::ResponseFormat::Opus,
                                       core::ResponseFormat::Wav, core::ResponseFormat::Flac,
                                       core::ResponseFormat::Pcm, core::ResponseFormat::Mulaw,
                                       core::ResponseFormat::Alaw};

/// A sink that only grows, as a response stream does, and counts its writes.
class StreamSink final : public ByteSink
{
public:
    void write(std::span<const std::byte> bytes) override;

    std::string body;
    std::size_t writes = 0;
};

struct Decoded
{
    std::uint32_t sampleRate = 0;
    std::vector<std::int16_t> samples;
};

/// Decodes a body by libsndfile. `sampleRate` is of use for formats without a head only.
Decoded decode(const std::string& body, core::ResponseFormat format, std::uint32_t sampleRate);

std::vector<std::int16_t> sine(std::size_t samples, std::uint32_t sampleRate, double hertz, double amplitude,
                               std::size_t from = 0);

template <typename Sample>
std::vector<std::byte> bytesOf(const std::vector<Sample>& samples)
{
    const auto bytes = std::as_bytes(std::span(samples));
    return {bytes.begin(), bytes.end()};
}

/// The level of the middle half, in dB of full scale.
double level(std::span<const std::int16_t> samples);

std::string name(core::ResponseFormat format, std::uint32_t sampleRate);

/// How often `needle` is found in `text`.
std::size_t occurrences(std::string_view text, std::string_view needle);

}  // namespace scaispeak::audio::test
