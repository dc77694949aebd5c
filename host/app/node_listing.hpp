#pragma once

#include "core/node_directory.hpp"
#include "pluginhost/plugin_host.hpp"

namespace scaispeak::app {

/// The nodes behind the plugins as the API shows them.
class NodeListing : public core::NodeDirectory
{
public:
    explicit NodeListing(const pluginhost::PluginHost& plugins) : _plugins(plugins) {}
    std::vector<core::NodeState> nodes() const override { return _plugins.nodes(); }

private:
    const pluginhost::PluginHost& _plugins;
};

}  // namespace scaispeak::app
