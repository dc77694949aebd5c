#include "node/engine_finder.hpp"

#include "config/plugin_configuration.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <vector>

namespace scaispeak::node {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

struct Candidate
{
    std::string id;
    fs::path file;
    bool named = false;  ///< Its manifest has the engine's name.
};

/// Nothing when the manifest is no backend's that speaks by itself. What is wrong with it shows at the load.
bool readCandidate(const std::string& id, const fs::path& file, const std::string& engine, Candidate& out)
{
    std::ifstream stream(fs::path(file).replace_extension(".json"));
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
    out = {id, file, name != nullptr && name->is_string() && std::string_view(name->get_string()) == engine};
    return true;
}

std::vector<Candidate> candidates(const config::Configuration& configuration, const std::string& engine)
{
    std::vector<Candidate> list;
    Candidate candidate;
    for (const config::Plugin& plugin : configuration.plugins)
        if (readCandidate(plugin.id, plugin.path, engine, candidate)) list.push_back(candidate);
    if (list.empty()) {
        std::error_code error;
        for (const auto& entry : fs::directory_iterator(configuration.pluginDir, error)) {
            const fs::path& file = entry.path();
            if (file.extension() == ".so" && readCandidate(file.stem(), file, engine, candidate))
                list.push_back(candidate);
        }
    }
    std::ranges::sort(list, [](const Candidate& left, const Candidate& right) {
        return std::pair(!left.named, left.id) < std::pair(!right.named, right.id);
    });
    return list;
}

pluginhost::PluginSpec specOf(const config::Configuration& configuration, const Candidate& candidate)
{
    return {candidate.id, candidate.file, pluginhost::IsolationChoice::Process,
            config::pluginConfiguration(configuration, candidate.id)};
}

}  // namespace

FoundEngine findEngine(const std::string& engine, const config::Configuration& configuration,
                       const pluginhost::HostServices& services)
{
    std::string seen;
    for (const Candidate& candidate : candidates(configuration, engine)) {
        FoundEngine found{std::make_unique<pluginhost::PluginHost>(services), nullptr, candidate.id};
        try {
            found.plugins->load(specOf(configuration, candidate));
            found.backend = found.plugins->backend(candidate.id);
        }
        catch (const pluginhost::PluginRefused& refused) {
            seen += "; " + std::string(refused.what());
            continue;
        }
        const std::string name = found.backend->describe()->name;
        if (name == engine) return found;
        seen += "; " + candidate.id + " is the engine " + name;
    }
    throw std::runtime_error("no plugin in " + configuration.pluginDir.string() + " is the engine " + engine +
                             (seen.empty() ? ": there is no backend plugin with a manifest" : seen));
}

}  // namespace scaispeak::node
