#pragma once

#include "pluginhost/loader/plugin_loader.hpp"
#include "pluginhost/plugin_instance.hpp"
#include "pluginhost/wire/channel.hpp"
#include "pluginhost/wire/hello.hpp"
#include "worker/lane.hpp"
#include "worker/remote_credentials.hpp"
#include "worker/remote_logger.hpp"
#include "worker/remote_metrics.hpp"
#include "worker/uplink.hpp"

#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace scaispeak::worker {

/// One plugin, served to the host that started this process. The calling thread of run is the control thread;
/// each lane has a thread of its own.
class Worker
{
public:
    Worker(pluginhost::Hello hello, pluginhost::Channel control, std::vector<pluginhost::Channel> lanes);

    /// Loads the plugin and serves it until the host says Finish (true) or is gone (false). A plugin that
    /// cannot be loaded is reported to the host; false.
    bool run(const std::string& hardening);

private:
    bool load();
    bool serveControl();
    void pong();
    void finish();

    pluginhost::Hello _hello;
    pluginhost::Channel _control;
    Uplink _uplink;
    RemoteLogger _logger;
    RemoteMetrics _metrics;
    RemoteCredentials _credentials;
    std::optional<pluginhost::LoadedPlugin> _plugin;
    std::unique_ptr<pluginhost::PluginInstance> _instance;
    std::vector<std::unique_ptr<Lane>> _lanes;
    std::vector<std::thread> _threads;
};

}  // namespace scaispeak::worker
