#include "app/configuration_check.hpp"

#include "app/plugin_faults.hpp"
#include "app/tls.hpp"
#include "pluginhost/loader/manifest.hpp"
#include "pluginhost/loader/plugin_loader.hpp"
#include "setup/plugin_spec.hpp"

namespace scaispeak::app {

namespace {

void checkTls(const config::Configuration& configuration, config::Faults& faults)
{
    try {
        loadTls(configuration);
    }
    catch (const config::ConfigurationError& error) {
        for (const config::Fault& fault : error.faults())
            faults.add(fault.place, fault.key, fault.reason);
    }
}

void checkPlugins(const config::Configuration& configuration, config::Faults& faults)
{
    const pluginhost::PluginLoader loader;
    for (const config::Plugin& plugin : configuration.plugins) {
        try {
            const pluginhost::PluginSpec spec = setup::pluginSpec(configuration, plugin);
            const pluginhost::ExaminedPlugin examined = loader.examine(spec.id, spec.path);
            loader.checkConfig(examined, spec.config);
            // What is to run in a process of its own runs no code in this one.
            if (!pluginhost::wantsWorkers(spec, examined.descriptor)) loader.load(spec.id, spec.path);
        }
        catch (const pluginhost::PluginRefused& refused) {
            addFaults(refused, configuration, faults);
        }
    }
}

}  // namespace

void checkConfiguration(const config::Configuration& configuration)
{
    config::Faults faults;
    checkTls(configuration, faults);
    checkPlugins(configuration, faults);
    faults.raise();
}

config::PluginSchemas schemasOf(const config::Configuration& configuration)
{
    config::PluginSchemas schemas;
    for (const config::Plugin& plugin : configuration.plugins) {
        try {
            const boost::json::object manifest = pluginhost::readManifest(plugin.id, plugin.path);
            schemas.emplace(plugin.id, manifest.at("config_schema"));
        }
        catch (const std::exception&) {
            // Nothing is known to be harmless: a schema of "everything is secret" masks it all.
            schemas.emplace(plugin.id, boost::json::object{{"x-secret", true}});
        }
    }
    return schemas;
}

}  // namespace scaispeak::app
