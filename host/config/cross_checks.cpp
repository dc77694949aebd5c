#include "config/cross_checks.hpp"

#include "config/suggestion.hpp"

#include <algorithm>
#include <set>

namespace scaispeak::config {
namespace {

class CrossChecks
{
public:
    CrossChecks(const Configuration& configuration, const Node& root, Faults& faults)
        : _configuration(configuration), _root(root), _faults(faults)
    {
        for (const Plugin& plugin : configuration.plugins)
            _ids.push_back(plugin.id);
    }

    void run()
    {
        checkNamedPlugins();
        checkPolicy();
        checkListeners();
    }

private:
    void checkNamedPlugins()
    {
        for (const auto& [name, slot] : _configuration.slots)
            checkPlugin(slot.plugin, _root.placeOf({"slots", name, "plugin"}), "slots." + name + ".plugin");
        checkPluginList(_configuration.auth.chain, "auth", "chain");
        checkPlugin(_configuration.auth.exchange, _root.placeOf({"auth", "exchange"}), "auth.exchange");
        checkPlugin(_configuration.objectsPlugin, _root.placeOf({"objects", "plugin"}), "objects.plugin");
        checkPlugin(_configuration.destinationPlugin, _root.placeOf({"destination", "plugin"}),
                    "destination.plugin");
        checkPluginList(_configuration.preflight.plugins, "preflight", "plugins");
    }

    void checkPluginList(const std::vector<std::string>& ids, std::string_view section, std::string_view key)
    {
        forEachOnce(ids, section, key,
                    [&](const std::string& id, const Place& place, const std::string& path) {
                        checkPlugin(id, place, path);
                    });
    }

    /// Calls `check` for each word of a list, and refuses those that are there twice.
    template <typename Check>
    void forEachOnce(const std::vector<std::string>& words, std::string_view section, std::string_view key,
                     Check check)
    {
        const Node* parent = _root.find(section);
        const Node* list = parent ? parent->find(key) : nullptr;
        const std::string path = memberPath(std::string(section), key);
        std::set<std::string> seen;
        for (std::size_t index = 0; index < words.size(); ++index) {
            // Items at fault are not among the words, and then their indices differ.
            const bool alike = list && list->items.size() == words.size();
            const Place& place = alike ? list->items[index].place : _root.placeOf({section, key});
            const std::string itsPath = path + "[" + std::to_string(index) + "]";
            if (seen.insert(words[index]).second)
                check(words[index], place, itsPath);
            else
                _faults.add(place, itsPath, "'" + words[index] + "' is given twice; keep one of them");
        }
    }

    void checkPlugin(const std::string& id, const Place& place, const std::string& path)
    {
        if (id.empty() || _configuration.plugin(id)) return;
        const std::string hint = suggestion(id, _ids);
        _faults.add(place, path,
                    "plugin '" + id + "' is not in `plugins`" + (hint.empty() ? "" : "; " + hint));
    }

    void checkPolicy()
    {
        const PolicyDefault& policy = _configuration.policyDefault;
        if (policy.allowedBackends.empty())
            _faults.add(_root.placeOf({"policy_default", "allowed_backends"}),
                        "policy_default.allowed_backends",
                        "is empty, so that nothing could speak; name a slot, such as A");
        forEachOnce(policy.allowedBackends, "policy_default", "allowed_backends",
                    [&](const std::string& name, const Place& place, const std::string& path) {
                        checkSlot(name, place, path);
                    });
        const auto& all = policy.allowedBackends;
        if (!all.empty() && std::find(all.begin(), all.end(), policy.defaultBackend) == all.end())
            _faults.add(_root.placeOf({"policy_default", "default_backend"}),
                        "policy_default.default_backend",
                        "'" + policy.defaultBackend + "' is not among allowed_backends");
    }

    void checkSlot(const std::string& name, const Place& place, const std::string& path)
    {
        if (_configuration.slots.contains(name)) return;
        std::vector<std::string> names;
        for (const auto& slot : _configuration.slots)
            names.push_back(slot.first);
        _faults.add(place, path, "slot '" + name + "' is not in `slots`; " + suggestion(name, names));
    }

    void checkListeners()
    {
        const Listen& listen = _configuration.listen;
        const MetricsListen& metrics = _configuration.metrics;
        const auto everywhere = [](const std::string& address) {
            return address == "0.0.0.0" || address == "::";
        };
        const bool shared =
            listen.address == metrics.address || everywhere(listen.address) || everywhere(metrics.address);
        if (metrics.port && *metrics.port != 0 && *metrics.port == listen.port && shared)
            _faults.add(
                _root.placeOf({"metrics", "port"}), "metrics.port",
                "is the port of `listen`; take another, or drop metrics.port to have /metrics served there");
    }

    const Configuration& _configuration;
    const Node& _root;
    Faults& _faults;
    std::vector<std::string> _ids;
};

}  // namespace

void checkAcross(const Configuration& configuration, const Node& root, Faults& faults)
{
    CrossChecks(configuration, root, faults).run();
}

}  // namespace scaispeak::config
