#include "http/origin_of_request.hpp"

#include <Poco/String.h>
#include <arpa/inet.h>

#include <vector>

namespace scaispeak::http {
namespace {

/// The field's values in their order, joined as RFC 9110 has it.
std::string joined(const Poco::Net::HTTPRequest& head, const std::string& name)
{
    std::string all;
    for (auto field = head.find(name); field != head.end(); ++field) {
        if (Poco::icompare(field->first, name) != 0) continue;
        if (!all.empty()) all += ',';
        all += field->second;
    }
    return all;
}

/// Cut at `separator` outside of quotes, trimmed.
std::vector<std::string> split(const std::string& text, char separator)
{
    std::vector<std::string> parts(1);
    bool quoted = false;
    for (std::size_t index = 0; index < text.size(); ++index) {
        const char c = text[index];
        if (quoted && c == '\\' && index + 1 < text.size()) {
            (parts.back() += c) += text[++index];
            continue;
        }
        if (c == '"') quoted = !quoted;
        if (c == separator && !quoted)
            parts.emplace_back();
        else
            parts.back() += c;
    }
    for (std::string& part : parts)
        Poco::trimInPlace(part);
    return parts;
}

std::string unquoted(const std::string& text)
{
    if (text.size() < 2 || text.front() != '"' || text.back() != '"') return text;
    std::string plain;
    for (std::size_t index = 1; index + 1 < text.size(); ++index) {
        if (text[index] == '\\' && index + 2 < text.size()) ++index;
        plain += text[index];
    }
    return plain;
}

/// The parameter of each element of Forwarded; empty where an element does not have it.
std::vector<std::string> forwarded(const std::string& header, const std::string& parameter)
{
    std::vector<std::string> values;
    for (const std::string& element : split(header, ',')) {
        std::string value;
        for (const std::string& pair : split(element, ';')) {
            const std::size_t equals = pair.find('=');
            if (equals != std::string::npos && Poco::icompare(pair.substr(0, equals), parameter) == 0)
                value = unquoted(pair.substr(equals + 1));
        }
        values.push_back(std::move(value));
    }
    return values;
}

bool isAddress(const std::string& text)
{
    std::array<unsigned char, 16> bytes;
    return ::inet_pton(AF_INET, text.c_str(), bytes.data()) == 1 ||
           ::inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1;
}

/// Without its port, and without the brackets of IPv6; empty for what is no address.
std::string addressIn(std::string node)
{
    if (node.starts_with('[')) {
        const std::size_t bracket = node.find(']');
        if (bracket == std::string::npos) return {};
        node = node.substr(1, bracket - 1);
    }
    else if (const std::size_t colon = node.find(':');
             colon != std::string::npos && node.find(':', colon + 1) == std::string::npos)
        node.resize(colon);
    return isAddress(node) ? node : std::string();
}

bool saysHttps(const Poco::Net::HTTPRequest& head, const std::string& forwardedHeader, bool otherwise)
{
    const std::string given = joined(head, "X-Forwarded-Proto");
    const std::string proto =
        given.empty() ? forwarded(forwardedHeader, "proto").back() : split(given, ',').back();
    if (Poco::icompare(proto, "https") == 0) return true;
    return Poco::icompare(proto, "http") != 0 && otherwise;
}

}  // namespace

RequestOrigin originOf(const Request& request, const TrustedProxies& proxies)
{
    RequestOrigin origin{request.peerAddress, request.secure};
    if (!proxies.contains(origin.address)) return origin;
    const std::string forwardedHeader = joined(request.head, "Forwarded");
    const std::string list = joined(request.head, "X-Forwarded-For");
    const auto hops = list.empty() ? forwarded(forwardedHeader, "for") : split(list, ',');
    for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
        if (!proxies.contains(origin.address)) break;
        std::string address = addressIn(*hop);
        if (address.empty()) break;
        origin.address = std::move(address);
    }
    origin.secure = saysHttps(request.head, forwardedHeader, request.secure);
    return origin;
}

}  // namespace scaispeak::http
