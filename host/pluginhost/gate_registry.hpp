#pragma once

#include "pluginhost/gate.hpp"
#include "pluginhost/loader/descriptor.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace scaispeak::pluginhost {

/// Which gate the calls into an instance pass. There is never more than one, so there is no order to get
/// wrong: the gate of an exclusive group holds one call in all its plugins, and with that in each of them.
/// Thread safe.
class GateRegistry
{
public:
    /// For one new instance: that of the group, else of the plugin, else its own; none for a concurrent
    /// plugin.
    std::shared_ptr<Gate> gateFor(const Descriptor& descriptor);

private:
    std::shared_ptr<Gate> shared(std::map<std::string, std::shared_ptr<Gate>>& gates,
                                 const std::string& name);

    std::mutex _mutex;
    std::map<std::string, std::shared_ptr<Gate>> _groups;
    std::map<std::string, std::shared_ptr<Gate>> _plugins;
};

}  // namespace scaispeak::pluginhost
