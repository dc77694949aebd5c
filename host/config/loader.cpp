#include "config/loader.hpp"

#include "config/cross_checks.hpp"
#include "config/merge.hpp"
#include "config/plugin_directory.hpp"
#include "config/reader.hpp"
#include "config/secret_resolver.hpp"
#include "config/yaml_reader.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <system_error>
#include <vector>

namespace scaispeak::config {
namespace {

std::vector<std::filesystem::path> additions(const std::filesystem::path& folder, Faults& faults)
{
    std::vector<std::filesystem::path> files;
    std::error_code error;
    if (!std::filesystem::is_directory(folder, error)) return files;
    std::filesystem::directory_iterator entry(folder, error);
    for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error))
        if (entry->path().extension() == ".yaml" && !entry->path().filename().string().starts_with('.'))
            files.push_back(entry->path());
    if (error) faults.add({folder.string(), 0}, "", "cannot be read: " + error.message());
    std::sort(files.begin(), files.end());
    return files;
}

Node readFiles(const std::filesystem::path& file, Faults& faults)
{
    std::optional<Node> main = readYamlFile(file, faults);
    Node root = main ? std::move(*main) : Node::map({file.string(), 0});
    for (const std::filesystem::path& addition : additions(file.parent_path() / "conf.d", faults))
        if (std::optional<Node> node = readYamlFile(addition, faults))
            mergeConfiguration(root, std::move(*node));
    return root;
}

void notePlaces(const Node& node, const std::string& path, std::map<std::string, Place, std::less<>>& places)
{
    if (!path.empty()) places.emplace(path, node.place);
    for (const Node::Member& member : node.members)
        notePlaces(member.value, memberPath(path, member.key), places);
    for (std::size_t index = 0; index < node.items.size(); ++index)
        notePlaces(node.items[index], itemPath(path, index, node.items[index]), places);
}

}  // namespace

Configuration load(const std::filesystem::path& file, const Environment& environment)
{
    Faults faults;
    Configuration configuration;
    Node root = readFiles(file, faults);
    // With a file missing or unreadable, all that refers to it would look wrong too.
    faults.raise();

    configuration.file = std::filesystem::absolute(file).lexically_normal();
    const std::filesystem::path folder = configuration.file.parent_path();
    overlayEnvironment(root, environment, faults);
    configuration.secretPaths = resolveSecrets(root, environment, folder, faults);
    configuration.pluginDir = defaultPluginDirectory(programFolder());
    readConfiguration(root, folder, configuration, faults);
    checkAcross(configuration, root, faults);
    notePlaces(root, "", configuration.places);
    faults.raise();
    return configuration;
}

}  // namespace scaispeak::config
