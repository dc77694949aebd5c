#include "config/difference.hpp"

#include "config/plugin_configuration.hpp"

namespace scaispeak::config {
namespace {

class Keeper
{
public:
    template <typename Value>
    void keep(const std::string& key, const Value& now, Value& next)
    {
        if (now == next) return;
        next = now;
        _keys.push_back(key);
    }

    std::vector<std::string> take() { return std::move(_keys); }

private:
    std::vector<std::string> _keys;
};

void keepTls(Keeper& keeper, const Listen& now, Listen& next)
{
    if (now.tls.has_value() != next.tls.has_value()) keeper.keep("listen.tls", now.tls, next.tls);
}

/// Code that is loaded stays loaded: another file is a matter for a restart.
void keepPluginFiles(Keeper& keeper, const Configuration& now, Configuration& next)
{
    for (Plugin& plugin : next.plugins)
        if (const Plugin* running = now.plugin(plugin.id))
            keeper.keep("plugins." + plugin.id + ".path", running->path, plugin.path);
}

/// The routes depend on whether there is a ScaiDrive, not on which.
void keepScaidrive(Keeper& keeper, const std::string& now, std::string& next)
{
    if (now.empty() != next.empty()) keeper.keep("scaispeak_scaidrive_url", now, next);
}

bool differs(const Configuration& now, const Configuration& next, const Plugin& plugin)
{
    const Plugin* running = now.plugin(plugin.id);
    return running->isolation != plugin.isolation || running->workers != plugin.workers ||
           running->workerCalls != plugin.workerCalls || running->workerMemoryMb != plugin.workerMemoryMb ||
           pluginConfiguration(now, plugin.id) != pluginConfiguration(next, plugin.id);
}

}  // namespace

std::vector<std::string> keepUntilRestart(const Configuration& now, Configuration& next)
{
    Keeper keeper;
    keeper.keep("listen.address", now.listen.address, next.listen.address);
    keeper.keep("listen.port", now.listen.port, next.listen.port);
    keepTls(keeper, now.listen, next.listen);
    keeper.keep("state_dir", now.stateDir, next.stateDir);
    keeper.keep("database.url", now.database.url, next.database.url);
    keeper.keep("master_key", now.masterKey, next.masterKey);
    keepPluginFiles(keeper, now, next);
    keeper.keep("auth.exchange", now.auth.exchange, next.auth.exchange);
    keeper.keep("objects.plugin", now.objectsPlugin, next.objectsPlugin);
    keeper.keep("preflight.plugins", now.preflight.plugins, next.preflight.plugins);
    keepScaidrive(keeper, now.scaidriveUrl, next.scaidriveUrl);
    keeper.keep("destination.plugin", now.destinationPlugin, next.destinationPlugin);
    keeper.keep("keys.rotate_days", now.keys.rotateDays, next.keys.rotateDays);
    keeper.keep("metrics.address", now.metrics.address, next.metrics.address);
    keeper.keep("metrics.port", now.metrics.port, next.metrics.port);
    return keeper.take();
}

PluginChanges pluginChanges(const Configuration& now, const Configuration& next)
{
    PluginChanges changes;
    for (const Plugin& plugin : next.plugins) {
        if (!now.plugin(plugin.id))
            changes.added.push_back(plugin.id);
        else if (differs(now, next, plugin))
            changes.changed.push_back(plugin.id);
    }
    for (const Plugin& plugin : now.plugins)
        if (!next.plugin(plugin.id)) changes.removed.push_back(plugin.id);
    return changes;
}

}  // namespace scaispeak::config
