#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace scaispeak::http {

/// What the framing scan found in a request's head. The views point into the scanned bytes.
struct HeadFields
{
    std::string_view method;
    /// Target in origin form, or "*".
    std::string_view target;
    std::string_view path;
    std::string_view query;
    /// 0 or 1: HTTP/1.0 or HTTP/1.1.
    int minorVersion = 1;
    std::vector<std::pair<std::string_view, std::string_view>> fields;
    /// Saturates at the highest value.
    std::optional<std::uint64_t> contentLength;
    bool chunked = false;
    bool keepAlive = true;
    bool expectContinue = false;
};

}  // namespace scaispeak::http
