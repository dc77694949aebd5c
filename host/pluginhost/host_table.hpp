#pragma once

#include "pluginhost/host_services.hpp"
#include "pluginhost/plugin_log.hpp"
#include "pluginhost/plugin_metrics.hpp"

#include <scaispeak/host_extensions.h>

#include <atomic>
#include <cstdint>
#include <string>

namespace scaispeak::pluginhost {

/// The host table of one instance. Must outlive every thread that the plugin made (Lent sees to that).
/// Nothing that is called through it throws.
class HostTable
{
public:
    /// `withCredentials`: offers the credentials extension, which is for auth plugins alone.
    HostTable(const std::string& pluginId, const HostServices& services, bool withCredentials);
    HostTable(const HostTable&) = delete;
    HostTable& operator=(const HostTable&) = delete;

    const scs_host* get() const { return &_host; }

    /// From now on what is called through it does nothing; the services may go. Waits for what is inside.
    void close() noexcept;

private:
    struct Functions;

    HostServices _services;
    bool _withCredentials;
    PluginLog _log;
    PluginMetrics _metrics;
    scs_host _host{};
    scs_host_credentials _credentials{};
    std::atomic<bool> _closed{false};
    std::atomic<std::uint32_t> _inside{0};
};

}  // namespace scaispeak::pluginhost
