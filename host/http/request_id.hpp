#pragma once

#include <string>
#include <string_view>

namespace scaispeak::http {

/// The caller's own id when it has the allowed form (8-64 characters of [A-Za-z0-9_-]), else a new one.
std::string requestIdFor(std::string_view given);

}  // namespace scaispeak::http
