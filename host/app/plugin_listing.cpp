#include "app/plugin_listing.hpp"

namespace scaispeak::app {

std::vector<core::PluginStatus> PluginListing::plugins() const
{
    std::vector<core::PluginStatus> result;
    for (const pluginhost::PluginStatus& plugin : _plugins.status()) {
        result.push_back({plugin.id,
                          plugin.version,
                          plugin.abi,
                          plugin.kinds,
                          plugin.isolation,
                          plugin.threading,
                          plugin.exclusiveGroup,
                          plugin.status,
                          plugin.error,
                          boost::json::serialize(plugin.config),
                          {}});
        for (const pluginhost::WorkerStatus& worker : plugin.workers)
            result.back().workers.push_back({worker.pid, worker.state, worker.served, worker.hardening});
    }
    return result;
}

}  // namespace scaispeak::app
