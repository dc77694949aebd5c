#include "config/addresses.hpp"

#include "config/scalar.hpp"

#include <arpa/inet.h>

namespace scaispeak::config {
namespace {

bool isPart(std::string_view text, std::string_view characters)
{
    const auto letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    };
    for (const char c : text)
        if (!letter(c) && characters.find(c) == std::string_view::npos) return false;
    return !text.empty();
}

bool isIntegerIn(std::string_view text, std::int64_t least, std::int64_t most)
{
    const auto value = asInteger(text);
    return value && *value >= least && *value <= most;
}

bool speaks(int family, const std::string& text)
{
    unsigned char address[16];
    return ::inet_pton(family, text.c_str(), address) == 1;
}

/// `host`, `host:port`, `[v6]:port`
bool isAuthority(std::string_view text)
{
    std::size_t end = text.find(':');
    if (text.starts_with('[')) {
        const std::size_t bracket = text.find(']');
        if (bracket == std::string_view::npos || !speaks(AF_INET6, std::string(text.substr(1, bracket - 1))))
            return false;
        end = bracket + 1 == text.size() ? std::string_view::npos : bracket + 1;
    }
    else if (!isHost(std::string(text.substr(0, end))))
        return false;
    if (end == std::string_view::npos) return true;
    return text[end] == ':' && isIntegerIn(text.substr(end + 1), 1, 65535);
}

std::string_view afterScheme(std::string_view text)
{
    for (const std::string_view scheme : {"http://", "https://"})
        if (text.starts_with(scheme)) return text.substr(scheme.size());
    return {};
}

}  // namespace

bool isIpAddress(const std::string& text)
{
    return speaks(AF_INET, text) || speaks(AF_INET6, text);
}

bool isNetwork(const std::string& text)
{
    const std::size_t slash = text.find('/');
    const std::string address = text.substr(0, slash);
    if (slash == std::string::npos || !isIpAddress(address))
        return slash == std::string::npos && isIpAddress(text);
    return isIntegerIn(std::string_view(text).substr(slash + 1), 0, speaks(AF_INET, address) ? 32 : 128);
}

bool isHost(const std::string& text)
{
    if (isIpAddress(text)) return true;
    // 300.1.1.1 is an address gone wrong, not a name.
    const bool numeric = text.find_first_not_of("0123456789.") == std::string::npos;
    return !numeric && text.size() <= 253 && isPart(text, ".-");
}

bool isHttpUrl(std::string_view text)
{
    const std::string_view rest = afterScheme(text);
    const std::size_t slash = rest.find('/');
    if (!isAuthority(rest.substr(0, slash))) return false;
    return slash == std::string_view::npos || isPart(rest.substr(slash), "/-._~!$&'()*+,;=:%");
}

bool isOrigin(std::string_view text)
{
    return isAuthority(afterScheme(text));
}

}  // namespace scaispeak::config
