#pragma once

#include "config/configuration.hpp"
#include "core/authenticator.hpp"
#include "pluginhost/plugin_host.hpp"

#include <memory>
#include <vector>

namespace scaispeak::app {

/// Loads every configured plugin. One that is refused is logged and listed as failed, and the host runs
/// without it; what does not fit its plugin's schema throws ConfigurationError like every other fault of
/// the file, of all plugins at once.
void loadPlugins(const config::Configuration& configuration, pluginhost::PluginHost& plugins);

/// The chain of auth.chain; fails closed where a plugin of it did not load.
std::vector<std::shared_ptr<core::Authenticator>> authenticationChain(
    const config::Configuration& configuration, const pluginhost::PluginHost& plugins);

}  // namespace scaispeak::app
