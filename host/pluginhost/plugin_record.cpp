#include "pluginhost/plugin_record.hpp"

namespace scaispeak::pluginhost {

namespace {

void checkIsolation(const PluginSpec& spec, const Descriptor& descriptor)
{
    const bool required = descriptor.isolation == Isolation::RequireWorker;
    if (!required && spec.isolation != IsolationChoice::Worker) return;
    throw PluginRefused(
        LoadStep::Isolation, spec.id,
        std::string(required ? "the plugin requires a worker process" : "isolation: worker is configured") +
            ", and worker isolation comes with scaispeak-worker, which this build does not have" +
            (required ? ": remove the plugin from the configuration"
                      : ": configure isolation: process for it"));
}

PluginLoader::Observer logSteps(core::Logger& logger)
{
    return [&logger](LoadStep step, const std::string& id) {
        logger.debug("plugin_load_step", {{"plugin", std::string_view(id)}, {"step", word(step)}});
    };
}

}  // namespace

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
    _plugin.emplace(loader.load(spec.id, spec.path));
    if (!_plugin->changedProcess.empty()) {
        const std::string detail =
            "its constructors changed " + _plugin->changedProcess + ", which was put back";
        services.logger.error("plugin_fault", {{"plugin", std::string_view(spec.id)},
                                               {"fault", std::string_view("process_changed")},
                                               {"detail", std::string_view(detail)}});
    }
    describe(spec);
    loader.checkConfig(*_plugin, spec.config);
    checkIsolation(spec, _plugin->descriptor);
    start(spec, services, gates);
}

void PluginRecord::describe(const PluginSpec& spec)
{
    const Descriptor& descriptor = _plugin->descriptor;
    _status.version = descriptor.version;
    _status.abi = std::to_string(descriptor.abi.major) + "." + std::to_string(descriptor.abi.minor);
    _status.kinds = _plugin->interfaces.kinds();
    _status.threading = word(descriptor.threading);
    _status.exclusiveGroup = descriptor.exclusiveGroup;
    _status.config = _plugin->schema.masked(spec.shown.value_or(spec.config));
}

void PluginRecord::start(const PluginSpec& spec, const HostServices& services, GateRegistry& gates)
{
    const Interfaces& interfaces = _plugin->interfaces;
    _instance = std::make_shared<PluginInstance>(_plugin->descriptor, interfaces, services,
                                                 gates.gateFor(_plugin->descriptor), spec.config);
    if (interfaces.backend) _backend = std::make_shared<PluginBackend>(_instance);
    if (interfaces.backendNodes) _nodes = std::make_shared<PluginNodes>(_instance);
    if (interfaces.auth) _authenticator = std::make_shared<PluginAuthenticator>(_instance);
}

void PluginRecord::close() noexcept
{
    if (_instance) _instance->close();
}

}  // namespace scaispeak::pluginhost
