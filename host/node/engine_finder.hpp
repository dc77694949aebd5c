#pragma once

#include "config/configuration.hpp"
#include "pluginhost/plugin_host.hpp"

#include <memory>
#include <string>

namespace scaispeak::node {

/// An engine's plugin, loaded. The backend's calls fail once the host is gone.
struct FoundEngine
{
    std::unique_ptr<pluginhost::PluginHost> plugins;
    std::shared_ptr<core::Backend> backend;
    std::string pluginId;
};

/// Looks through the plugins of the configuration, else of plugin_dir, for the backend whose describe reports
/// `engine`; those whose manifest has that name come first. Plugins that speak through other nodes are left
/// out. Throws std::runtime_error that says what there is and what stood in the way.
FoundEngine findEngine(const std::string& engine, const config::Configuration& configuration,
                       const pluginhost::HostServices& services);

}  // namespace scaispeak::node
