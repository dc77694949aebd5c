#pragma once

#include <string>
#include <vector>

namespace scaispeak::core {

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
};

/// The plugins of this host. Thread safe.
class PluginDirectory
{
public:
    virtual ~PluginDirectory() = default;
    virtual std::vector<PluginStatus> plugins() const = 0;
};

}  // namespace scaispeak::core
