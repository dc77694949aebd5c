#pragma once

#include "audio/crc32.hpp"
#include "core/audio_format.hpp"
#include "ctl/http_message.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace scaispeak::ctl {

/// Holds a streamed clip against the trailers that end it.
class StreamCheck
{
public:
    void add(std::span<const std::byte> bytes) noexcept;
    std::uint64_t bytes() const noexcept { return _bytes; }
    std::string crc32() const { return _crc.hex(); }

    /// How many samples the trailers tell. Throws CommandFailure(StreamBroken) when one is missing or
    /// malformed, or does not fit what came.
    std::uint64_t verify(const HeaderFields& trailers, core::ResponseFormat format) const;

private:
    audio::Crc32 _crc;
    std::uint64_t _bytes = 0;
};

/// Of a format without header and compression.
std::optional<std::uint64_t> bytesPerSample(core::ResponseFormat format) noexcept;

}  // namespace scaispeak::ctl
