#pragma once

#include "config/configuration.hpp"

#include <string>
#include <vector>

namespace scaispeak::config {

/// Puts back into `next` what only a restart can change, so that it says what will be in force, and returns
/// the keys for which it did so, in the order of contract section 11. Whether TLS is spoken needs a restart,
/// its files do not; a plugin's file needs one, its configuration does not.
std::vector<std::string> keepUntilRestart(const Configuration& now, Configuration& next);

/// How the plugins differ, ids in the order of `next`. Changed is what gets another isolation, another number
/// of workers, or another configuration, be it by a top-level key that the host fills in.
struct PluginChanges
{
    std::vector<std::string> added;
    std::vector<std::string> changed;
    std::vector<std::string> removed;
    bool operator==(const PluginChanges&) const = default;
};

PluginChanges pluginChanges(const Configuration& now, const Configuration& next);

}  // namespace scaispeak::config
