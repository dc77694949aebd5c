#pragma once

#include <string_view>

namespace scaispeak::http {

inline constexpr std::string_view idempotencyKeyHeader = "Idempotency-Key";

/// Throws Failure(ValidationError) unless the header's value is 1 to 128 printable ASCII characters.
void requireIdempotencyKey(std::string_view key);

}  // namespace scaispeak::http
