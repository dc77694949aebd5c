#include "core/traceparent.hpp"

#include <algorithm>

namespace scaispeak::core {
namespace {

// version "-" trace-id "-" parent-id "-" trace-flags
constexpr std::size_t versionSize = 2, traceAt = 3, traceSize = 32, parentAt = 36, parentSize = 16,
                      flagsAt = 53;
constexpr std::size_t knownSize = 55;
// Of later versions, which may say more.
constexpr std::size_t longest = 128;

bool isLowerHex(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool isId(std::string_view text)
{
    return isLowerHex(text) && text.find_first_not_of('0') != std::string_view::npos;
}

bool isRest(std::string_view version, std::string_view rest)
{
    if (version == "ff" || !isLowerHex(version)) return false;
    if (rest.empty()) return true;
    return version != "00" && rest.front() == '-' &&
           std::ranges::all_of(rest, [](char c) { return c > ' ' && c < '\x7f'; });
}

}  // namespace

std::string_view traceparentOf(std::string_view given) noexcept
{
    if (given.size() < knownSize || given.size() > longest) return {};
    const bool dashes = given[versionSize] == '-' && given[parentAt - 1] == '-' && given[flagsAt - 1] == '-';
    const bool good = dashes && isRest(given.substr(0, versionSize), given.substr(knownSize)) &&
                      isId(given.substr(traceAt, traceSize)) && isId(given.substr(parentAt, parentSize)) &&
                      isLowerHex(given.substr(flagsAt, knownSize - flagsAt));
    return good ? given : std::string_view();
}

std::string_view traceIdOf(std::string_view traceparent) noexcept
{
    return traceparent.empty() ? traceparent : traceparent.substr(traceAt, traceSize);
}

}  // namespace scaispeak::core
