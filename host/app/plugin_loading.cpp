#include "app/plugin_loading.hpp"

#include "app/plugin_faults.hpp"
#include "app/unavailable_authenticator.hpp"
#include "config/masking.hpp"
#include "config/plugin_configuration.hpp"

namespace scaispeak::app {
namespace {

pluginhost::IsolationChoice choiceOf(config::Isolation isolation)
{
    switch (isolation) {
        case config::Isolation::Process:
            return pluginhost::IsolationChoice::Process;
        case config::Isolation::Worker:
            return pluginhost::IsolationChoice::Worker;
        case config::Isolation::Auto:
            break;
    }
    return pluginhost::IsolationChoice::Auto;
}

pluginhost::WorkerLimits limitsOf(const config::Plugin& plugin)
{
    pluginhost::WorkerLimits limits;
    if (plugin.workerCalls) limits.calls = *plugin.workerCalls;
    if (plugin.workerMemoryMb) limits.memory = std::uint64_t{*plugin.workerMemoryMb} << 20;
    return limits;
}

}  // namespace

pluginhost::PluginSpec specOf(const config::Configuration& configuration, const config::Plugin& plugin)
{
    return {plugin.id,
            plugin.path,
            choiceOf(plugin.isolation),
            config::pluginConfiguration(configuration, plugin.id),
            config::maskedPluginConfiguration(configuration, plugin.id, boost::json::object()),
            plugin.workers.value_or(0),
            limitsOf(plugin)};
}

void loadPlugins(const config::Configuration& configuration, pluginhost::PluginHost& plugins)
{
    config::Faults faults;
    for (const config::Plugin& plugin : configuration.plugins) {
        try {
            plugins.load(specOf(configuration, plugin));
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
