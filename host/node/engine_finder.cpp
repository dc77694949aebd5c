#include "node/engine_finder.hpp"

#include "config/plugin_configuration.hpp"

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

/// Nothing when the manifest is no backend's that speaks by itself. What is wrong with it shows at the load.
bool readCandidate(const config::Plugin& plugin, const std::string& engine, Candidate& out)
{
    std::ifstream stream(fs::path(plugin.path).replace_extension(".json"));
    const std::string text((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
    json::error_code error;
    const json::value manifest = json::parse(text, error);
    if (error || !manifest.is_object()) return false;
    const json::value* interfaces = manifest.get_object().if_contains("interfaces");
    if (interfaces == nullptr || !interfaces->is_array()) return false;
    const auto offers = [&](std::string_view wanted) {
        return std::ranges::any_of(interfaces->get_array(), [&](const json::value& one) {
            return one.is_string() && std::string_view(one.get_string()) == wanted;
        });
    };
    if (!offers("scaispeak.backend/1") || offers("scaispeak.backend.nodes/1")) return false;
    const json::value* name = manifest.get_object().if_contains("name");
    out = {plugin, name != nullptr && name->is_string() && std::string_view(name->get_string()) == engine};
    return true;
}

std::vector<Candidate> candidates(const config::Configuration& configuration, const std::string& engine)
{
    std::vector<Candidate> list;
    Candidate candidate;
    for (const config::Plugin& plugin : configuration.plugins)
        if (readCandidate(plugin, engine, candidate)) list.push_back(candidate);
    if (list.empty()) {
        std::error_code error;
        for (const auto& entry : fs::directory_iterator(configuration.pluginDir, error)) {
            config::Plugin plugin;
            plugin.id = entry.path().stem();
            plugin.path = entry.path();
            if (plugin.path.extension() == ".so" && readCandidate(plugin, engine, candidate))
                list.push_back(candidate);
        }
    }
    std::ranges::sort(list, [](const Candidate& left, const Candidate& right) {
        return std::pair(!left.named, left.plugin.id) < std::pair(!right.named, right.plugin.id);
    });
    return list;
}

pluginhost::IsolationChoice isolationOf(config::Isolation isolation)
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

pluginhost::PluginSpec specOf(const config::Configuration& configuration, const config::Plugin& plugin,
                              const EngineChoice& choice)
{
    pluginhost::PluginSpec spec;
    spec.id = plugin.id;
    spec.path = plugin.path;
    spec.isolation = isolationOf(choice.isolation.value_or(plugin.isolation));
    spec.config = config::pluginConfiguration(configuration, plugin.id);
    spec.workers = choice.workers.value_or(plugin.workers.value_or(0));
    if (plugin.workerCalls) spec.workerLimits.calls = *plugin.workerCalls;
    if (plugin.workerMemoryMb) spec.workerLimits.memory = std::uint64_t{*plugin.workerMemoryMb} << 20U;
    return spec;
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
