#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace scaispeak::core {

/// One process in which a plugin runs.
struct PluginWorker
{
    std::int64_t pid = 0;
    std::string state;         ///< starting, ready, retiring
    std::uint64_t served = 0;  ///< Calls that came back from it.
    std::string hardening;     ///< What it gave up, e.g. "no_new_privileges,rlimits,landlock,seccomp".
};

/// A configured plugin, as the platform's own people see it.
struct PluginStatus
{
    std::string id;
    std::string version;
    std::string abi;
    std::vector<std::string> kinds;
    std::string isolation;
    std::string threading;
    std::string exclusiveGroup;
    std::string status;      ///< loaded, failed, disabled
    std::string error;       ///< Why it failed; empty otherwise.
    std::string configJson;  ///< Its configuration, secrets masked.
    std::vector<PluginWorker> workers;
};

/// The plugins of this host. Thread safe.
class PluginDirectory
{
public:
    virtual ~PluginDirectory() = default;
    virtual std::vector<PluginStatus> plugins() const = 0;
};

}  // namespace scaispeak::core
