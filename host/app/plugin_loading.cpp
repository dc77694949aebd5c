#include "app/plugin_loading.hpp"

#include "app/plugin_faults.hpp"
#include "app/unavailable_authenticator.hpp"
#include "setup/plugin_spec.hpp"

namespace scaispeak::app {
void loadPlugins(const config::Configuration& configuration, pluginhost::PluginHost& plugins)
{
    config::Faults faults;
    for (const config::Plugin& plugin : configuration.plugins) {
        try {
            plugins.load(setup::pluginSpec(configuration, plugin));
        }
        catch (const pluginhost::PluginRefused& refused) {
            // The plugin host has logged the step and the reason, and lists the plugin as failed.
            if (refused.step() == pluginhost::LoadStep::Config) addFaults(refused, configuration, faults);
        }
    }
    faults.raise();
}

std::vector<std::shared_ptr<core::Authenticator>> authenticationChain(
    const config::Configuration& configuration, const pluginhost::PluginHost& plugins)
{
    std::vector<std::shared_ptr<core::Authenticator>> chain;
    for (const std::string& id : configuration.auth.chain) {
        try {
            chain.push_back(plugins.authenticator(id));
        }
        catch (const pluginhost::PluginRefused& refused) {
            chain.push_back(std::make_shared<UnavailableAuthenticator>(refused.what()));
        }
    }
    return chain;
}

}  // namespace scaispeak::app
