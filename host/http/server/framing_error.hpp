#pragma once

#include <string_view>

namespace scaispeak::http {

/// Why a request could not be read as HTTP. `reason` is a stable snake_case word, `message` names cause and
/// remedy; both are literals, nothing the client sent is repeated.
struct FramingError
{
    int status = 400;
    std::string_view reason;
    std::string_view message;
};

}  // namespace scaispeak::http
