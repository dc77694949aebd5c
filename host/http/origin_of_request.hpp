#pragma once

#include "http/server/request.hpp"
#include "http/trusted_proxies.hpp"

#include <string>

namespace scaispeak::http {

/// Where a request came from.
struct RequestOrigin
{
    std::string address;  ///< IP address as text: the client's as far as the proxies can be trusted.
    bool secure = false;  ///< The client spoke TLS, with us or with a trusted proxy.
};

/// The right-most address of X-Forwarded-For that is no trusted proxy, if the request came from a trusted
/// one; else whoever is connected. Without X-Forwarded-For the `for` of Forwarded (RFC 7239) is read
/// likewise: a proxy that sets one of them commonly lets the other through as its client sent it. What is no
/// address ends the search at the proxy that passed it on. X-Forwarded-Proto, or else the last `proto` of
/// Forwarded, counts from a trusted proxy alone.
RequestOrigin originOf(const Request& request, const TrustedProxies& proxies);

}  // namespace scaispeak::http
