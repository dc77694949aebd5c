#pragma once

#include "core/audio_format.hpp"
#include "speak/segment.hpp"

#include <cstddef>

namespace scaispeak::speak {

/// What a second of audio takes in a response body, at most (FLAC counts as uncompressed).
std::size_t bytesPerSecond(core::ResponseFormat format, std::uint32_t sampleRate) noexcept;

/// Room to keep for a segment: twice its expected length, since engines differ in pace, and a second for
/// pauses.
std::size_t expectedBytes(const Segment& segment, core::ResponseFormat format,
                          std::uint32_t sampleRate) noexcept;

/// The bound of a stream's buffer: 60 s of audio and the format's headers.
std::size_t bufferCapacity(core::ResponseFormat format, std::uint32_t sampleRate) noexcept;

/// The same for an MP3 stream that is passed on: its bit rate is its maker's choice.
std::size_t passedBufferCapacity() noexcept;

}  // namespace scaispeak::speak
