#pragma once

#include "access/rate_limiter.hpp"
#include "http/trusted_proxies.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace scaispeak::http {

/// What the API needs to know of the configuration when it is made: it decides which routes there are.
struct ApiOptions
{
    bool scaidriveConfigured = false;
    bool metricsHere = true;  ///< Else they have a listener of their own.
};

/// What of the configuration may change while the API runs.
struct ApiSettings
{
    access::RateLimits rateLimits;
    std::size_t maxTextChars = 100'000;
    std::size_t asyncTextThresholdChars = 2'000;
    TrustedProxies trustedProxies;
    std::vector<std::string> corsOrigins;
};

}  // namespace scaispeak::http
