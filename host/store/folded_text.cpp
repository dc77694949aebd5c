#include "store/folded_text.hpp"

#include "store/storable_text.hpp"

#include <Poco/UTF8String.h>

namespace scaispeak::store {
namespace {

constexpr std::size_t maxSortKeyCodePoints = 200;

bool isContinuation(char byte) noexcept
{
    return (static_cast<unsigned char>(byte) & 0xc0U) == 0x80U;
}

}  // namespace

std::string foldedText(std::string_view text)
{
    requireStorableText(text);
    return Poco::UTF8::toLower(std::string(text));
}

std::string sortKey(std::string_view text)
{
    std::string folded = foldedText(text);
    std::size_t codePoints = 0;
    for (std::size_t at = 0; at < folded.size(); ++at) {
        if (isContinuation(folded[at])) continue;
        if (++codePoints > maxSortKeyCodePoints) {
            folded.resize(at);
            break;
        }
    }
    return folded;
}

std::string likePatternContaining(std::string_view text)
{
    std::string pattern = "%";
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '!') pattern += '!';
        pattern += c;
    }
    return pattern + "%";
}

}  // namespace scaispeak::store
