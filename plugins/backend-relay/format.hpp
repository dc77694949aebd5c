#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace scaispeak::relay {

/// How a relay may send speech.
enum class Format : std::uint8_t
{
    Pcm,  ///< s16le
    Mp3
};

/// As `formats` and `response_format` say it.
std::string_view word(Format format) noexcept;

/// What a body is, as its Content-Type says. Rate and channels are of PCM alone: an MP3 stream says them
/// itself.
struct BodyType
{
    Format format = Format::Pcm;
    std::uint32_t sampleRate = 24'000;
    std::uint32_t channels = 1;
};

/// Nothing for what is no speech that can be read. A body that is only said to be bytes is what was asked
/// for.
std::optional<BodyType> bodyTypeOf(std::string_view contentType, Format asked);

}  // namespace scaispeak::relay
