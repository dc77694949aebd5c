#include "ctl/printable.hpp"

#include "core/utf8.hpp"

namespace scaispeak::ctl {
namespace {

constexpr char32_t malformed = 0xFFFD;

bool isControl(char32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029;
}

bool turnsDirection(char32_t c)
{
    return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

}  // namespace

std::string printable(std::string_view text)
{
    std::string shown;
    for (std::size_t offset = 0; offset < text.size();) {
        const core::CodePoint c = core::codePointAt(text, offset);
        const bool bad =
            isControl(c.value) || turnsDirection(c.value) || (c.value == malformed && c.bytes == 1);
        if (bad)
            shown += '?';
        else
            shown += text.substr(offset, c.bytes);
        offset += c.bytes;
    }
    return shown;
}

}  // namespace scaispeak::ctl
