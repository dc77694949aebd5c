#include "audio/crc32.hpp"

#include <libdeflate.h>

#include <array>
#include <charconv>

namespace scaispeak::audio {

void Crc32::add(std::span<const std::byte> bytes) noexcept
{
    if (!bytes.empty()) _value = libdeflate_crc32(_value, bytes.data(), bytes.size());
}

std::string Crc32::hex() const
{
    constexpr std::size_t digits = 8;
    std::array<char, digits> text{};
    const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), _value, 16);
    const std::string significant(text.data(), end);
    return std::string(digits - significant.size(), '0') + significant;
}

}  // namespace scaispeak::audio
