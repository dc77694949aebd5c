#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace scaispeak::http {

/// The addresses and networks whose word on where a request came from counts. A plain value.
class TrustedProxies
{
public:
    /// Trusts nobody.
    TrustedProxies() = default;
    /// `10.1.2.3`, `10.0.0.0/8`, `2001:db8::/32`. What is none of these trusts nobody.
    explicit TrustedProxies(const std::vector<std::string>& networks);

    /// An IPv4 address and its IPv6 form `::ffff:a.b.c.d` are the same. False for what is no address.
    bool contains(const std::string& address) const;
    bool empty() const noexcept { return _networks.empty(); }

private:
    using Bytes = std::array<unsigned char, 16>;
    struct Network
    {
        Bytes address;
        unsigned bits;  ///< Of the 128.
    };
    static std::optional<Bytes> parse(const std::string& address, bool& v4);

    std::vector<Network> _networks;
};

}  // namespace scaispeak::http
