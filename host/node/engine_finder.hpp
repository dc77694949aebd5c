#pragma once

#include "config/configuration.hpp"
#include "node/engine_choice.hpp"
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
    std::string isolation;  ///< process, worker
};

/// Looks through the plugins of the configuration, else of plugin_dir, for the backend whose describe reports
/// the engine's name; those whose manifest has that name come first. Plugins that speak through other nodes
/// are left out. Waits until an engine in workers has said what it is. Throws std::runtime_error that says
/// what there is and what stood in the way, and ConfigurationError for a configured plugin that has no file.
FoundEngine findEngine(const EngineChoice& engine, const config::Configuration& configuration,
                       const pluginhost::HostServices& services);

}  // namespace scaispeak::node
