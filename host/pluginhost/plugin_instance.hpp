#pragma once

#include "pluginhost/gate.hpp"
#include "pluginhost/lent.hpp"
#include "pluginhost/loader/descriptor.hpp"
#include "pluginhost/loader/interfaces.hpp"

#include <boost/json.hpp>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string_view>

namespace scaispeak::pluginhost {

/// One instance of a plugin, with all that the host keeps for it. Made by create, ended by close. Thread
/// safe.
class PluginInstance
{
public:
    /// Step "create". `gate` may be null: calls run side by side. Throws PluginRefused.
    PluginInstance(const Descriptor& descriptor, const Interfaces& interfaces, const HostServices& services,
                   std::shared_ptr<Gate> gate, const boost::json::object& config);
    ~PluginInstance();
    PluginInstance(const PluginInstance&) = delete;
    PluginInstance& operator=(const PluginInstance&) = delete;

    /// No call begins any more; when those that run have ended, destroy is called. If that takes longer than
    /// 10 s the instance is left alone instead. Harmless when closed already.
    void close() noexcept;

    /// Keeps destroy away until endUse; false when the instance is closed.
    bool beginUse() noexcept;
    void endUse() noexcept;

    const Descriptor& descriptor() const { return _descriptor; }
    const Interfaces& interfaces() const { return _interfaces; }
    void* raw() const { return _raw; }
    Gate* gate() const { return _gate.get(); }
    CallSlab& slab() { return _lent.slab(); }

    /// Writes the log line `plugin_fault`: the plugin broke a rule of the ABI.
    void reportFault(std::string_view fault, std::string_view detail = {}) const noexcept;

private:
    void create(const boost::json::object& config);
    scs_status callCreate(const std::string& config, scs_error* error);
    void destroy() noexcept;

    Descriptor _descriptor;
    Interfaces _interfaces;
    core::Logger& _logger;
    std::shared_ptr<Gate> _gate;
    Lent _lent;
    void* _raw = nullptr;

    std::mutex _mutex;
    std::condition_variable _unused;
    std::size_t _uses = 0;
    bool _closed = false;
};

}  // namespace scaispeak::pluginhost
