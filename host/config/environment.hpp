#pragma once

#include "config/node.hpp"

#include <map>
#include <string>

namespace scaispeak::config {

/// Names and values of environment variables.
using Environment = std::map<std::string, std::string>;

/// A copy of the process's own.
Environment processEnvironment();

/// Lays the variables `SCAISPEAK_<PATH>` over a configuration. PATH is the path of the key in capitals, its
/// levels joined by `__`; the value is a YAML scalar or a flow collection (`[a, b]`, `{port: 1}`). A plugin
/// is named by its id with `_` for `-`: SCAISPEAK_PLUGINS__BACKEND_RELAY__CONFIG__API_KEY; it has to be in
/// `plugins` already. SCAISPEAK_URL and SCAISPEAK_KEY belong to scaispeakctl. Names of no key are left in the
/// tree, where the reader refuses them as it does in a file.
void overlayEnvironment(Node& root, const Environment& environment, Faults& faults);

}  // namespace scaispeak::config
