#include "speakable_text.hpp"

namespace scaispeak::espeak {

namespace {

unsigned at(std::string_view text, std::size_t index)
{
    return static_cast<unsigned char>(text[index]);
}

struct Character
{
    char32_t code;
    std::size_t size;
};

constexpr char32_t broken = 0xFFFD;

/// The character at `start`; a byte that starts none is a broken one of size 1.
Character decode(std::string_view text, std::size_t start)
{
    const unsigned lead = at(text, start);
    if (lead < 0x80) return {lead, 1};
    const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || start + size > text.size()) return {broken, 1};
    char32_t code = lead & (0x7FU >> size);
    for (std::size_t index = start + 1; index < start + size; ++index) {
        if ((at(text, index) & 0xC0U) != 0x80U) return {broken, 1};
        code = (code << 6U) | (at(text, index) & 0x3FU);
    }
    const bool overlong = (size == 3 && code < 0x800) || (size == 4 && code < 0x10000);
    const bool outside = (code >= 0xD800 && code <= 0xDFFF) || code > 0x10FFFF;
    return overlong || outside ? Character{broken, 1} : Character{code, size};
}

bool isControl(char32_t code)
{
    return code < 0x20 || (code >= 0x7F && code < 0xA0);
}

bool isBlank(char32_t code)
{
    return code == U' ' || code == 0xA0 || code == 0x3000 || (code >= 0x2000 && code <= 0x200B);
}

}  // namespace

SpeakableText::SpeakableText(std::string_view text)
{
    _utf8.reserve(text.size());
    _offsets.reserve(text.size() + 1);
    for (std::size_t start = 0; start < text.size();) {
        const auto [code, size] = decode(text, start);
        const bool lineBreak = code == U'\n' || code == U'\r' || code == U'\t';
        const bool unspeakable = code == broken || (isControl(code) && !lineBreak);
        _offsets.push_back(start);
        _spaces.push_back(unspeakable || lineBreak || isBlank(code));
        if (unspeakable)
            _utf8 += ' ';
        else
            _utf8.append(text.substr(start, size));
        start += size;
    }
    _offsets.push_back(text.size());
}

}  // namespace scaispeak::espeak
