#pragma once

#include "core/evictions.hpp"
#include "core/node_directory.hpp"
#include "pluginhost/plugin_instance.hpp"

#include <memory>
#include <vector>

namespace scaispeak::pluginhost {

/// A plugin's "scaispeak.backend.nodes/1". Thread safe.
class PluginNodes
{
public:
    explicit PluginNodes(std::shared_ptr<PluginInstance> instance);

    /// At most 1,000. Nodes that break the rules are left out; empty when the plugin does not answer in time.
    std::vector<core::NodeState> list();

    /// What each node, at most 1,000, made of it. One failure in the plugin's name when it does not do it.
    std::vector<core::EvictionOutcome> evict(const core::ReferenceKey& key);

private:
    std::shared_ptr<PluginInstance> _instance;
    const scs_backend_nodes _table;
};

}  // namespace scaispeak::pluginhost
