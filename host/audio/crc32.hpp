#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace scaispeak::audio {

/// CRC-32 (IEEE 802.3) over bytes as they pass.
class Crc32
{
public:
    void add(std::span<const std::byte> bytes) noexcept;
    std::uint32_t value() const noexcept { return _value; }
    /// 8 lower case hex digits.
    std::string hex() const;

private:
    std::uint32_t _value = 0;
};

}  // namespace scaispeak::audio
