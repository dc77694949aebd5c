#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace scaispeak::config {

/// `did you mean 'port'?` where one of the known words is near, else `known here: ...`; empty when none is
/// known.
std::string suggestion(std::string_view word, const std::vector<std::string>& known);

}  // namespace scaispeak::config
