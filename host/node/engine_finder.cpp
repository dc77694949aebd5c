#include "node/engine_finder.hpp"

#include "setup/plugin_spec.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>
#include <vector>

namespace scaispeak::node {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::chrono::seconds enginePatience{10};
constexpr std::chrono::milliseconds enginePause{5};

struct Candidate
{
    config::Plugin plugin;
    bool named = false;  ///< Its manifest has the engine's name.
};

/// False when it cannot be read.
bool readManifest(const config::Plugin& plugin, json::object& manifest)
{
    std::ifstream stream(fs::path(plugin.path).replace_extension(".json"));
    const std::string text((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
    json::error_code error;
    json::value value = json::parse(text, error);
    if (error || !value.is_object()) return false;
    manifest = std::move(value.get_object());
    return true;
}

/// False when the manifest is no backend's that speaks by itself.
bool readCandidate(const config::Plugin& plugin, const json::object& manifest, const std::string& engine,
                   Candidate& out)
{
    const json::value* interfaces = manifest.if_contains("interfaces");
    if (interfaces == nullptr || !interfaces->is_array()) return false;
    const auto offers = [&](std::string_view wanted) {
        return std::ranges::any_of(interfaces->get_array(), [&](const json::value& one) {
            return one.is_string() && std::string_view(one.get_string()) == wanted;
        });
    };
    if (!offers("scaispeak.backend/1") || offers("scaispeak.backend.nodes/1")) return false;
    const json::value* name = manifest.if_contains("name");
    out = {plugin, name != nullptr && name->is_string() && std::string_view(name->get_string()) == engine};
    return true;
}

/// Throws ConfigurationError for one whose file is not there.
std::vector<Candidate> configured(const config::Configuration& configuration, const std::string& engine)
{
    std::vector<Candidate> list;
    config::Faults faults;
    for (const config::Plugin& plugin : configuration.plugins) {
        const std::string key = "plugins." + plugin.id;
        std::error_code error;
        Candidate candidate{plugin};
        json::object manifest;
        if (!fs::exists(plugin.path, error))
            faults.add(configuration.placeOf(key), key,
                       "its file " + plugin.path.string() +
                           " is not there: install it, correct `path`, or take the plugin out");
        // Without a manifest the load says what is wrong.
        else if (!readManifest(plugin, manifest) || readCandidate(plugin, manifest, engine, candidate))
            list.push_back(candidate);
    }
    faults.raise();
    return list;
}

std::vector<Candidate> installed(const fs::path& folder, const std::string& engine)
{
    std::vector<Candidate> list;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        config::Plugin plugin;
        plugin.id = entry.path().stem();
        plugin.path = entry.path();
        Candidate candidate;
        json::object manifest;
        if (plugin.path.extension() == ".so" && readManifest(plugin, manifest) &&
            readCandidate(plugin, manifest, engine, candidate))
            list.push_back(candidate);
    }
    return list;
}

std::vector<Candidate> candidates(const config::Configuration& configuration, const std::string& engine)
{
    std::vector<Candidate> list = configured(configuration, engine);
    if (list.empty()) list = installed(configuration.pluginDir, engine);
    std::ranges::sort(list, [](const Candidate& left, const Candidate& right) {
        return std::pair(!left.named, left.plugin.id) < std::pair(!right.named, right.plugin.id);
    });
    return list;
}

pluginhost::PluginSpec specOf(const config::Configuration& configuration, config::Plugin plugin,
                              const EngineChoice& choice)
{
    plugin.isolation = choice.isolation.value_or(plugin.isolation);
    if (choice.workers) plugin.workers = choice.workers;
    return setup::pluginSpec(configuration, plugin);
}

/// Workers begin a moment after they are made. Empty when none says in time what it is.
std::string nameOf(core::Backend& backend)
{
    const auto until = std::chrono::steady_clock::now() + enginePatience;
    while (backend.describe()->name.empty() && std::chrono::steady_clock::now() < until &&
           backend.health().reason != "worker_crash_loop") {
        std::this_thread::sleep_for(enginePause);
        backend.refresh();
    }
    return backend.describe()->name;
}

}  // namespace

FoundEngine findEngine(const EngineChoice& engine, const config::Configuration& configuration,
                       const pluginhost::HostServices& services)
{
    std::string seen;
    for (const Candidate& candidate : candidates(configuration, engine.name)) {
        const std::string& id = candidate.plugin.id;
        FoundEngine found{std::make_unique<pluginhost::PluginHost>(services), nullptr, id, ""};
        try {
            found.plugins->load(specOf(configuration, candidate.plugin, engine));
            found.backend = found.plugins->backend(id);
        }
        catch (const pluginhost::PluginRefused& refused) {
            seen += "; " + std::string(refused.what());
            continue;
        }
        const std::string name = nameOf(*found.backend);
        const pluginhost::PluginStatus status = found.plugins->status().front();
        found.isolation = status.isolation;
        if (name == engine.name) return found;
        seen +=
            "; " + id +
            (name.empty() ? " does not start: " + found.backend->health().message : " is the engine " + name);
    }
    throw std::runtime_error("no plugin in " + configuration.pluginDir.string() + " is the engine " +
                             engine.name +
                             (seen.empty() ? ": there is no backend plugin with a manifest" : seen));
}

}  // namespace scaispeak::node
