#pragma once

#include "core/plugin_status.hpp"
#include "pluginhost/plugin_host.hpp"

namespace scaispeak::app {

/// The plugin host's list as the API shows it.
class PluginListing : public core::PluginDirectory
{
public:
    explicit PluginListing(const pluginhost::PluginHost& plugins) : _plugins(plugins) {}
    std::vector<core::PluginStatus> plugins() const override;

private:
    const pluginhost::PluginHost& _plugins;
};

}  // namespace scaispeak::app
