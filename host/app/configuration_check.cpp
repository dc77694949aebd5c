#include "app/configuration_check.hpp"

#include "app/exit_code.hpp"
#include "app/plugin_loading.hpp"
#include "app/tls.hpp"
#include "pluginhost/loader/manifest.hpp"
#include "pluginhost/loader/plugin_loader.hpp"

#include <ostream>

namespace scaispeak::app {

int checkConfiguration(const config::Configuration& configuration, std::ostream& out)
{
    const pluginhost::PluginLoader loader;
    bool good = true;
    try {
        loadTls(configuration);
    }
    catch (const config::ConfigurationError& error) {
        out << error.what() << '\n';
        good = false;
    }
    for (const config::Plugin& plugin : configuration.plugins) {
        try {
            const pluginhost::PluginSpec spec = specOf(configuration, plugin);
            loader.checkConfig(loader.load(spec.id, spec.path), spec.config);
        }
        catch (const pluginhost::PluginRefused& refused) {
            out << refused.what() << '\n';
            good = false;
        }
    }
    if (good) out << configuration.file.string() << ": good\n";
    return good ? exitOk : exitConfiguration;
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
