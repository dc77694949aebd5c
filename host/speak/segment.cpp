#include "speak/segment.hpp"

#include <Poco/Unicode.h>

namespace scaispeak::speak {
namespace {

constexpr double quick = 0.05;
constexpr double slow = 0.5;

bool isCjk(char32_t c) noexcept
{
    return (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7AF) || (c >= 0xF900 && c <= 0xFAFF) ||
           c >= 0x20000;
}

}  // namespace

double estimatedSeconds(char32_t codePoint) noexcept
{
    if (codePoint < 0x80) {
        const bool letter = (codePoint | 0x20U) >= 'a' && (codePoint | 0x20U) <= 'z';
        return letter || codePoint <= ' ' ? quick : slow;
    }
    if (isCjk(codePoint)) return slow;
    const int c = static_cast<int>(codePoint);
    return Poco::Unicode::isAlpha(c) || Poco::Unicode::isSpace(c) ? quick : slow;
}

}  // namespace scaispeak::speak
