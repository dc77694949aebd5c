#include "core/utf8.hpp"

namespace scaispeak::core {
namespace {

constexpr CodePoint malformed{0xFFFD, 1};

std::size_t sequenceLength(unsigned char lead) noexcept
{
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead < 0xE0) return 2;
    if (lead >= 0xE0 && lead < 0xF0) return 3;
    if (lead >= 0xF0 && lead < 0xF5) return 4;
    return 0;
}

}  // namespace

CodePoint codePointAt(std::string_view text, std::size_t offset) noexcept
{
    const auto lead = static_cast<unsigned char>(text[offset]);
    const std::size_t length = sequenceLength(lead);
    if (length == 0 || offset + length > text.size()) return malformed;
    if (length == 1) return {lead, 1};
    auto value = static_cast<char32_t>(lead & (0x7FU >> length));
    for (std::size_t index = 1; index < length; ++index) {
        const auto next = static_cast<unsigned char>(text[offset + index]);
        if ((next & 0xC0U) != 0x80U) return malformed;
        value = (value << 6) | (next & 0x3FU);
    }
    return {value, length};
}

std::size_t countCodePoints(std::string_view text) noexcept
{
    std::size_t count = 0;
    for (std::size_t offset = 0; offset < text.size(); offset += codePointAt(text, offset).bytes)
        ++count;
    return count;
}

}  // namespace scaispeak::core
