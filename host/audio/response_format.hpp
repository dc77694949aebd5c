#pragma once

#include "core/audio_format.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace scaispeak::audio {

/// The word of a request, e.g. "mp3"; nothing for a word the contract does not have. Case matters.
std::optional<core::ResponseFormat> responseFormat(std::string_view word) noexcept;
std::string_view word(core::ResponseFormat format) noexcept;

/// As it stands in Content-Type, e.g. "audio/mpeg" or "audio/pcm;rate=24000". `sampleRate` in Hz.
std::string mediaType(core::ResponseFormat format, std::uint32_t sampleRate);

/// Without the dot, e.g. "mp3".
std::string_view fileExtension(core::ResponseFormat format) noexcept;

/// Hz, where the request names none.
std::uint32_t defaultSampleRate(core::ResponseFormat format) noexcept;

/// The rates a caller may ask for, in Hz, ascending; the same for every format.
std::span<const std::uint32_t> supportedSampleRates() noexcept;
/// Hz, at which a body of that rate is coded, as its header says: Opus knows neither 22050 nor 44100.
std::uint32_t codingSampleRate(core::ResponseFormat format, std::uint32_t sampleRate) noexcept;
bool supportedSampleRate(std::uint32_t sampleRate) noexcept;

}  // namespace scaispeak::audio
