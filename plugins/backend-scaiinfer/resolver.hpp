#pragma once

#include <optional>
#include <string>
#include <vector>

namespace scaispeak::scaiinfer {

/// Every address of a name as `address:port`, sorted, at most 64; nothing when the name does not resolve just
/// now. Blocks.
std::optional<std::vector<std::string>> resolve(const std::string& name, const std::string& port);

}  // namespace scaispeak::scaiinfer
