#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace scaispeak::config {

/// Whole text as a decimal integer: `8080`, `-5`; no leading zeros, plus signs or other bases.
std::optional<std::int64_t> asInteger(std::string_view text);

/// Whole text as a finite decimal number.
std::optional<double> asNumber(std::string_view text);

}  // namespace scaispeak::config
