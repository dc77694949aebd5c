#pragma once

#include "pluginhost/loader/plugin_loader.hpp"
#include "pluginhost/plugin_authenticator.hpp"
#include "pluginhost/plugin_backend.hpp"
#include "pluginhost/plugin_host.hpp"
#include "pluginhost/plugin_nodes.hpp"

#include <memory>
#include <optional>
#include <string>

namespace scaispeak::pluginhost {

/// One configured plugin: how far its loading came, its instance and its ports.
class PluginRecord
{
public:
    explicit PluginRecord(const PluginSpec& spec);

    /// All steps. Throws PluginRefused; the record keeps the reason.
    void load(const PluginSpec& spec, const HostServices& services, GateRegistry& gates);
    void close() noexcept;

    bool isLoaded() const { return _status.status == "loaded"; }
    const std::string& id() const { return _status.id; }
    const std::string& error() const { return _status.error; }
    PluginStatus status() const;
    std::shared_ptr<core::Backend> backend() const { return _backend; }
    std::shared_ptr<core::Authenticator> authenticator() const { return _authenticator; }
    std::shared_ptr<PluginNodes> nodes() const { return _nodes; }

private:
    void open(const PluginSpec& spec, const HostServices& services, GateRegistry& gates);
    void openHere(const PluginLoader& loader, const PluginSpec& spec, const HostServices& services,
                  GateRegistry& gates);
    void openInWorkers(const ExaminedPlugin& examined, const PluginSpec& spec, const HostServices& services);
    void describe(const Descriptor& descriptor, const Interfaces& interfaces, const ConfigSchema& schema,
                  const PluginSpec& spec);
    void start(const Descriptor& descriptor, const Interfaces& interfaces, const PluginSpec& spec,
               const HostServices& services, std::shared_ptr<Gate> gate);
    /// Calls `function(RemoteInstance&)` if there is one and it lives.
    template <class Function>
    void withWorkers(Function&& function) const;

    PluginStatus _status;
    std::optional<LoadedPlugin> _plugin;
    bool _inWorkers = false;
    std::shared_ptr<PluginInstance> _instance;
    std::shared_ptr<PluginBackend> _backend;
    std::shared_ptr<PluginAuthenticator> _authenticator;
    std::shared_ptr<PluginNodes> _nodes;
};

}  // namespace scaispeak::pluginhost
