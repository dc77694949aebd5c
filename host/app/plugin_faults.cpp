#include "app/plugin_faults.hpp"

namespace scaispeak::app {

void addFaults(const pluginhost::PluginRefused& refused, const config::Configuration& configuration,
               config::Faults& faults)
{
    const std::string plugin = "plugins." + refused.pluginId();
    if (refused.faults().empty()) faults.add(configuration.placeOf(plugin), plugin, refused.what());
    for (const pluginhost::ConfigFault& fault : refused.faults()) {
        const std::string key = plugin + ".config" + (fault.path.empty() ? "" : ".") + fault.path;
        faults.add(configuration.placeOf(key), key, fault.reason);
    }
}

}  // namespace scaispeak::app
