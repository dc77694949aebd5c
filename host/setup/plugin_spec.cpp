#include "setup/plugin_spec.hpp"

#include "config/masking.hpp"
#include "config/plugin_configuration.hpp"

namespace scaispeak::setup {
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

pluginhost::PluginSpec pluginSpec(const config::Configuration& configuration, const config::Plugin& plugin)
{
    return {plugin.id,
            plugin.path,
            choiceOf(plugin.isolation),
            config::pluginConfiguration(configuration, plugin.id),
            config::maskedPluginConfiguration(configuration, plugin.id, boost::json::object()),
            plugin.workers.value_or(0),
            limitsOf(plugin)};
}

}  // namespace scaispeak::setup
