#pragma once

#include <optional>
#include <string_view>

namespace scaispeak::config {

/// The line (from 1) of the first byte that is not valid UTF-8 or is NUL; nothing when all is well.
std::optional<int> lineOfBadUtf8(std::string_view text);

}  // namespace scaispeak::config
