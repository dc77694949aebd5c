#pragma once

#include "pluginhost/host_services.hpp"
#include "pluginhost/plugin_log.hpp"
#include "pluginhost/plugin_metrics.hpp"

#include <scaispeak/host_extensions.h>

#include <string>

namespace scaispeak::pluginhost {

/// The host table of one instance. Must outlive it. Nothing that is called through it throws.
class HostTable
{
public:
    /// `withCredentials`: offers the credentials extension, which is for auth plugins alone.
    HostTable(const std::string& pluginId, const HostServices& services, bool withCredentials);
    HostTable(const HostTable&) = delete;
    HostTable& operator=(const HostTable&) = delete;

    const scs_host* get() const { return &_host; }

private:
    struct Functions;

    HostServices _services;
    bool _withCredentials;
    PluginLog _log;
    PluginMetrics _metrics;
    scs_host _host{};
    scs_host_credentials _credentials{};
};

}  // namespace scaispeak::pluginhost
