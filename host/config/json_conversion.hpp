#pragma once

#include "config/node.hpp"

#include <boost/json.hpp>

namespace scaispeak::config {

/// A plugin's subtree as JSON. Plain scalars are typed as in YAML 1.2: null and ~, true and false, decimal
/// integers and numbers; all else, whatever is in quotes, and whatever came out of ${...} is text.
boost::json::value toJson(const Node& node);

}  // namespace scaispeak::config
