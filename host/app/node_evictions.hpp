#pragma once

#include "core/evictions.hpp"
#include "pluginhost/plugin_host.hpp"

namespace scaispeak::app {

/// Evictions from the nodes behind the plugins.
class NodeEvictions : public core::Evictions
{
public:
    explicit NodeEvictions(const pluginhost::PluginHost& plugins) : _plugins(plugins) {}
    std::vector<core::EvictionOutcome> evict(const core::ReferenceKey& key) override
    {
        return _plugins.evict(key);
    }

private:
    const pluginhost::PluginHost& _plugins;
};

}  // namespace scaispeak::app
