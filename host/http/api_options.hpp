#pragma once

#include <cstddef>

namespace scaispeak::http {

/// What the API needs to know of the configuration.
struct ApiOptions
{
    std::size_t maxTextChars = 100'000;
    std::size_t asyncTextThresholdChars = 2'000;
    bool scaidriveConfigured = false;
    bool metricsHere = true;  ///< Else they have a listener of their own.
};

}  // namespace scaispeak::http
