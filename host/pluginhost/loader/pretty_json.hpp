#pragma once

#include <boost/json.hpp>

#include <string>

namespace scaispeak::pluginhost {

/// JSON text for people and for diffs: indented by two, keys in the order they were put in, lists of plain
/// values on one line, a line feed at the end.
std::string prettyJson(const boost::json::value& value);

}  // namespace scaispeak::pluginhost
