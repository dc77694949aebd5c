#include "config/environment.hpp"

#include "config/merge.hpp"
#include "config/suggestion.hpp"
#include "config/yaml_reader.hpp"

#include <unistd.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

namespace scaispeak::config {
namespace {

constexpr std::string_view prefix = "SCAISPEAK_";

std::vector<std::string> split(std::string_view name)
{
    std::vector<std::string> levels;
    for (std::size_t begin = 0;;) {
        const std::size_t end = name.find("__", begin);
        levels.emplace_back(name.substr(begin, end == std::string_view::npos ? end : end - begin));
        if (end == std::string_view::npos) return levels;
        begin = end + 2;
    }
}

std::string lower(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

/// As a name looks in the environment.
std::string inEnvironment(std::string name)
{
    std::replace(name.begin(), name.end(), '-', '_');
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    return name;
}

void setPlaces(Node& node, const Place& place)
{
    node.place = place;
    for (Node& item : node.items)
        setPlaces(item, place);
    for (Node::Member& member : node.members)
        setPlaces(member.value, place);
}

class Overlay
{
public:
    Overlay(Node& root, Faults& faults) : _root(root), _faults(faults) {}

    void apply(const std::string& name, const std::string& value)
    {
        _place = {"environment " + name, 0};
        std::vector<std::string> levels = split(std::string_view(name).substr(prefix.size()));
        if (std::any_of(levels.begin(), levels.end(),
                        [](const std::string& level) { return level.empty(); })) {
            _faults.add(_place, "", "names no key; write SCAISPEAK_LISTEN__PORT for listen.port");
            return;
        }
        std::optional<Node> node = parse(value);
        if (!node) return;
        if (inEnvironment(levels[0]) == "PLUGINS" && levels.size() > 1)
            applyToPlugin(levels, std::move(*node));
        else
            mergeConfiguration(_root, wrapped(keysOf(levels), 0, std::move(*node)));
    }

private:
    std::optional<Node> parse(const std::string& value)
    {
        std::optional<Node> node = parseYaml(value, _place.file, _faults);
        if (!node) return node;
        const std::size_t begin = value.find_first_not_of(" \t\r\n");
        const bool flow = begin != std::string::npos && (value[begin] == '{' || value[begin] == '[');
        if ((node->kind == Node::Kind::Map || node->kind == Node::Kind::List) && !flow) {
            _faults.add(_place, "",
                        "a scalar, [list] or {map} is expected; put text that has a colon in quotes");
            return std::nullopt;
        }
        setPlaces(*node, _place);
        return node;
    }

    /// Slots keep their capitals; every other key is in small letters.
    static std::vector<std::string> keysOf(const std::vector<std::string>& levels)
    {
        std::vector<std::string> keys;
        for (const std::string& level : levels)
            keys.push_back(keys.size() == 1 && keys[0] == "slots" ? level : lower(level));
        return keys;
    }

    Node wrapped(const std::vector<std::string>& keys, std::size_t level, Node value) const
    {
        if (level == keys.size()) return value;
        Node node = Node::map(_place);
        node.members.push_back({keys[level], wrapped(keys, level + 1, std::move(value))});
        return node;
    }

    void applyToPlugin(const std::vector<std::string>& levels, Node value)
    {
        Node* list = _root.find("plugins");
        std::vector<std::string> known;
        for (std::size_t index = 0; list && index < list->items.size(); ++index) {
            Node& item = list->items[index];
            const Node* id = item.find("id");
            if (!id || id->kind != Node::Kind::Scalar) continue;
            if (inEnvironment(id->text) == inEnvironment(levels[1]))
                return applyToItem(item, levels, std::move(value));
            known.push_back(inEnvironment(id->text));
        }
        const std::string hint = suggestion(levels[1], known);
        _faults.add(_place, "plugins",
                    "'" + levels[1] + "' is no id in `plugins`" + (hint.empty() ? "" : "; " + hint));
    }

    /// Keys below `config` are the plugin's own, so one that is there already is taken as it is written.
    void applyToItem(Node& item, const std::vector<std::string>& levels, Node value)
    {
        std::vector<std::string> keys;
        const Node* known = &item;
        for (std::size_t level = 2; level < levels.size(); ++level) {
            std::string key = lower(levels[level]);
            if (known)
                for (const Node::Member& member : known->members)
                    if (inEnvironment(member.key) == inEnvironment(levels[level])) key = member.key;
            known = known ? known->find(key) : nullptr;
            keys.push_back(std::move(key));
        }
        mergeConfiguration(item, wrapped(keys, 0, std::move(value)));
    }

    Node& _root;
    Faults& _faults;
    Place _place;
};

}  // namespace

Environment processEnvironment()
{
    Environment environment;
    for (char** entry = environ; entry && *entry; ++entry) {
        const std::string_view text = *entry;
        const std::size_t equals = text.find('=');
        if (equals != std::string_view::npos)
            environment.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return environment;
}

void overlayEnvironment(Node& root, const Environment& environment, Faults& faults)
{
    Overlay overlay(root, faults);
    for (const auto& [name, value] : environment) {
        if (!name.starts_with(prefix) || name == "SCAISPEAK_URL" || name == "SCAISPEAK_KEY") continue;
        overlay.apply(name, value);
    }
}

}  // namespace scaispeak::config
