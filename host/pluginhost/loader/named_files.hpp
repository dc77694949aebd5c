#pragma once

#include "pluginhost/loader/config_fault.hpp"

#include <boost/json.hpp>

#include <vector>

namespace scaispeak::pluginhost {

/// Of the values that a schema marks with `"x-file": true`, at any depth, those that name no file that can be
/// read now, by this process. Reads the file system. `config` fits the schema; an empty name is none.
std::vector<ConfigFault> unreadableFiles(const boost::json::value& schema, const boost::json::object& config);

}  // namespace scaispeak::pluginhost
