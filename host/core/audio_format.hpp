#pragma once

#include <cstdint>
#include <string_view>

namespace scaispeak::core {

/// How the bytes that an engine pushes are to be read.
enum class Encoding : std::uint8_t
{
    PcmS16,
    PcmF32,
    Mp3,
    OggOpus,
    Flac,
    Aac,
    Mulaw,
    Alaw
};

/// What an engine announces before its first chunk. PCM is interleaved, little endian.
struct AudioFormat
{
    Encoding encoding = Encoding::PcmS16;
    std::uint32_t sampleRate = 0;  ///< Hz
    std::uint32_t channels = 1;

    bool operator==(const AudioFormat&) const = default;
};

/// The formats a caller may ask for (contract, section 6).
enum class ResponseFormat : std::uint8_t
{
    Mp3,
    Opus,
    Wav,
    Flac,
    Pcm,
    Mulaw,
    Alaw
};

}  // namespace scaispeak::core
