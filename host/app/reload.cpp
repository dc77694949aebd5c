#include "app/reload.hpp"

#include "app/plugin_faults.hpp"
#include "app/plugin_loading.hpp"
#include "setup/plugin_spec.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace scaispeak::app {
namespace {

// A worker needs tenths of a second; one that needs longer is better exchanged than waited for.
constexpr std::chrono::seconds enginePatience{5};

}  // namespace

PluginReload::PluginReload(const config::Configuration& now, const config::Configuration& next,
                           pluginhost::PluginHost& plugins)
    : _plugins(plugins), _changes(config::pluginChanges(now, next)), _exchanged(_changes.removed)
{
    config::Faults faults;
    for (const auto& ids : {_changes.added, _changes.changed})
        for (const std::string& id : ids) {
            try {
                prepare(next, id);
            }
            catch (const pluginhost::PluginRefused& refused) {
                addFaults(refused, next, faults);
            }
        }
    faults.raise();
    tryFailedOnes(next);
    _plugins.awaitEngines(_prepared, enginePatience);
}

void PluginReload::prepare(const config::Configuration& next, const std::string& id)
{
    _prepared.push_back(_plugins.prepare(setup::pluginSpec(next, *next.plugin(id))));
    _exchanged.push_back(id);
}

void PluginReload::tryFailedOnes(const config::Configuration& next)
{
    for (const auto& status : _plugins.status()) {
        const bool done = std::ranges::find(_exchanged, status.id) != _exchanged.end();
        if (done || status.status == "loaded" || !next.plugin(status.id)) continue;
        try {
            prepare(next, status.id);
        }
        catch (const pluginhost::PluginRefused&) {
            // Logged; it is no worse than it was.
        }
    }
}

void PluginReload::commit()
{
    _plugins.exchange(std::move(_prepared), _changes.removed);
}

std::string joined(const std::vector<std::string>& words)
{
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : ", ") + word;
    return text;
}

}  // namespace scaispeak::app
