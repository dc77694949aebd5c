#include "pluginhost/plugin_record.hpp"

#include "pluginhost/plugin_call.hpp"
#include "pluginhost/worker/remote_instance.hpp"
#include "pluginhost/worker/remote_plugin.hpp"
#include "pluginhost/worker/remote_tables.hpp"

#include <utility>

namespace scaispeak::pluginhost {

namespace {

/// Does the plugin run in workers? Throws PluginRefused when it shall and cannot.
bool runsInWorkers(const PluginSpec& spec, const Descriptor& descriptor, const HostServices& services)
{
    const bool required = descriptor.isolation == Isolation::RequireWorker;
    if (required && spec.isolation == IsolationChoice::Process)
        throw PluginRefused(
            LoadStep::Isolation, spec.id,
            "the plugin requires a worker process, and isolation: process is configured: drop "
            "that line");
    if (!wantsWorkers(spec, descriptor)) return false;
    std::error_code error;
    if (!services.workerProgram.empty() && std::filesystem::exists(services.workerProgram, error))
        return true;
    throw PluginRefused(LoadStep::Isolation, spec.id,
                        (required ? std::string("the plugin requires a worker process")
                                  : std::string("the plugin is to run in a worker process")) +
                            ", and the program scaispeak-worker is not at " +
                            services.workerProgram.string() + ": install it there" +
                            (required ? "" : ", or configure isolation: process for the plugin"));
}

PluginLoader::Observer logSteps(core::Logger& logger)
{
    return [&logger](LoadStep step, const std::string& id) {
        logger.debug("plugin_load_step", {{"plugin", std::string_view(id)}, {"step", word(step)}});
    };
}

}  // namespace

bool wantsWorkers(const PluginSpec& spec, const Descriptor& descriptor)
{
    if (descriptor.isolation == Isolation::RequireWorker || spec.isolation == IsolationChoice::Worker)
        return true;
    return spec.isolation == IsolationChoice::Auto && descriptor.isolation == Isolation::PreferWorker;
}

PluginRecord::PluginRecord(const PluginSpec& spec)
{
    _status.id = spec.id;
    _status.isolation = "process";
    _status.status = "failed";
    _status.config = maskedWhole(spec.config);
}

void PluginRecord::load(const PluginSpec& spec, const HostServices& services, GateRegistry& gates)
{
    try {
        open(spec, services, gates);
    }
    catch (const PluginRefused& refused) {
        _status.error = std::string(word(refused.step())) + ": " + refused.reason();
        services.logger.error("plugin_refused", {{"plugin", std::string_view(spec.id)},
                                                 {"step", word(refused.step())},
                                                 {"reason", std::string_view(refused.reason())}});
        throw;
    }
    catch (const std::exception& error) {
        _status.error = error.what();
        throw;
    }
    _status.status = "loaded";
    services.logger.info("plugin_loaded", {{"plugin", std::string_view(spec.id)},
                                           {"version", std::string_view(_status.version)},
                                           {"abi", std::string_view(_status.abi)},
                                           {"threading", std::string_view(_status.threading)}});
}

void PluginRecord::open(const PluginSpec& spec, const HostServices& services, GateRegistry& gates)
{
    const PluginLoader loader(logSteps(services.logger));
    const ExaminedPlugin examined = loader.examine(spec.id, spec.path);
    _inWorkers = runsInWorkers(spec, examined.descriptor, services);
    if (_inWorkers) {
        _status.isolation = "worker";
        describe(examined.descriptor, remoteInterfaces(examined.interfaces), examined.schema, spec);
        loader.checkConfig(examined, spec.config);
        openInWorkers(examined, spec, services);
    }
    else {
        openHere(loader, spec, services, gates);
    }
}

void PluginRecord::openHere(const PluginLoader& loader, const PluginSpec& spec, const HostServices& services,
                            GateRegistry& gates)
{
    _plugin.emplace(loader.load(spec.id, spec.path));
    if (!_plugin->changedProcess.empty()) {
        const std::string detail =
            "its constructors changed " + _plugin->changedProcess + ", which was put back";
        services.logger.error("plugin_fault", {{"plugin", std::string_view(spec.id)},
                                               {"fault", std::string_view("process_changed")},
                                               {"detail", std::string_view(detail)}});
    }
    const Descriptor& descriptor = _plugin->descriptor;
    describe(descriptor, _plugin->interfaces, _plugin->schema, spec);
    loader.checkConfig(*_plugin, spec.config);
    start(descriptor, _plugin->interfaces, spec, services, gates.gateFor(descriptor));
}

void PluginRecord::openInWorkers(const ExaminedPlugin& examined, const PluginSpec& spec,
                                 const HostServices& services)
{
    const Interfaces interfaces = remoteInterfaces(examined.interfaces);
    // In a process of its own the plugin meets no other one, so that no gate of the host is needed: a worker
    // that takes one call at a time has one lane.
    start(remoteDescriptor(examined.descriptor, interfaces, spec, services), interfaces, spec, services,
          nullptr);
}

void PluginRecord::describe(const Descriptor& descriptor, const Interfaces& interfaces,
                            const ConfigSchema& schema, const PluginSpec& spec)
{
    _status.version = descriptor.version;
    _status.abi = std::to_string(descriptor.abi.major) + "." + std::to_string(descriptor.abi.minor);
    _status.kinds = interfaces.kinds();
    _status.threading = word(descriptor.threading);
    _status.exclusiveGroup = descriptor.exclusiveGroup;
    _status.config = schema.masked(spec.shown.value_or(spec.config));
}

void PluginRecord::start(const Descriptor& descriptor, const Interfaces& interfaces, const PluginSpec& spec,
                         const HostServices& services, std::shared_ptr<Gate> gate)
{
    _instance =
        std::make_shared<PluginInstance>(descriptor, interfaces, services, std::move(gate), spec.config);
    const auto lateness = _inWorkers ? PluginBackend::Lateness::Allowed : PluginBackend::Lateness::Refused;
    if (interfaces.backend) _backend = std::make_shared<PluginBackend>(_instance, lateness);
    if (interfaces.backendNodes) _nodes = std::make_shared<PluginNodes>(_instance);
    if (interfaces.auth) _authenticator = std::make_shared<PluginAuthenticator>(_instance);
}

template <class Function>
void PluginRecord::withWorkers(Function&& function) const
{
    if (!_inWorkers || !_instance) return;
    const PluginUse use(*_instance);
    if (use) function(RemoteInstance::of(_instance->raw()));
}

PluginStatus PluginRecord::status() const
{
    PluginStatus status = _status;
    withWorkers([&status](RemoteInstance& remote) {
        status.workers = remote.pool().status();
        const RosterHealth health = remote.roster().health();
        if (!remote.roster().crashLoop()) return;
        status.status = "failed";
        status.error = health.reason + ": " + health.message;
    });
    return status;
}

void PluginRecord::close() noexcept
{
    if (_instance) _instance->close();
}

}  // namespace scaispeak::pluginhost
