#include "http/trusted_proxies.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace scaispeak::http {
namespace {

constexpr unsigned v4Offset = 96;  // bits before the address in ::ffff:0:0/96

bool sameStart(const std::array<unsigned char, 16>& left, const std::array<unsigned char, 16>& right,
               unsigned bits)
{
    const unsigned whole = bits / 8;
    if (!std::equal(left.begin(), left.begin() + whole, right.begin())) return false;
    const unsigned rest = bits % 8;
    return rest == 0 || ((left[whole] ^ right[whole]) >> (8 - rest)) == 0;
}

}  // namespace

std::optional<TrustedProxies::Bytes> TrustedProxies::parse(const std::string& address, bool& v4)
{
    Bytes bytes{};
    v4 = ::inet_pton(AF_INET, address.c_str(), &bytes[12]) == 1;
    if (v4) {
        bytes[10] = bytes[11] = 0xff;
        return bytes;
    }
    return ::inet_pton(AF_INET6, address.c_str(), bytes.data()) == 1 ? std::optional(bytes) : std::nullopt;
}

TrustedProxies::TrustedProxies(const std::vector<std::string>& networks)
{
    for (const std::string& network : networks) {
        const std::size_t slash = network.find('/');
        bool v4 = false;
        const auto address = parse(network.substr(0, slash), v4);
        if (!address) continue;
        const unsigned most = v4 ? 32 : 128;
        unsigned bits = most;
        if (slash != std::string::npos) {
            const char* end = network.data() + network.size();
            const auto read = std::from_chars(network.data() + slash + 1, end, bits);
            if (read.ec != std::errc() || read.ptr != end || bits > most) continue;
        }
        _networks.push_back({*address, v4 ? bits + v4Offset : bits});
    }
}

bool TrustedProxies::contains(const std::string& address) const
{
    if (_networks.empty()) return false;
    bool v4 = false;
    const auto bytes = parse(address, v4);
    return bytes && std::ranges::any_of(_networks, [&](const Network& network) {
               return sameStart(network.address, *bytes, network.bits);
           });
}

}  // namespace scaispeak::http
