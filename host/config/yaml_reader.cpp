#include "config/yaml_reader.hpp"

#include "config/document_count.hpp"
#include "config/text_file.hpp"
#include "config/utf8.hpp"

#include <yaml-cpp/yaml.h>

#include <exception>

namespace scaispeak::config {
namespace {

constexpr std::size_t largestText = 1'048'576;
constexpr int deepestLevel = 32;
constexpr int mostValues = 20'000;

/// Ends a conversion whose fault has been told.
struct Stopped : std::exception
{};

class Converter
{
public:
    Converter(std::string file, Faults& faults) : _file(std::move(file)), _faults(faults) {}

    Node convert(const YAML::Node& yaml, const Place& place, const std::string& path, int level)
    {
        if (level > deepestLevel) stop(place, path, "is nested more than 32 levels deep");
        if (++_values > mostValues) stop(place, path, "holds more than 20000 values");
        switch (yaml.Type()) {
            case YAML::NodeType::Map:
                return map(yaml, place, path, level);
            case YAML::NodeType::Sequence:
                return list(yaml, place, path, level);
            case YAML::NodeType::Scalar:
                return scalar(yaml, place);
            default:
                break;
        }
        Node null;
        null.place = place;
        return null;
    }

    Place placeOf(const YAML::Node& yaml) const { return {_file, yaml.Mark().line + 1}; }

private:
    Node map(const YAML::Node& yaml, const Place& place, const std::string& path, int level)
    {
        Node node = Node::map(place);
        for (const auto& member : yaml) {
            const Place keyPlace = placeOf(member.first);
            if (!member.first.IsScalar()) stop(keyPlace, path, "has a key that is not text");
            const std::string& key = member.first.Scalar();
            const std::string keyPath = memberPath(path, key);
            Node value = convert(member.second, keyPlace, keyPath, level + 1);
            if (const Node* earlier = node.find(key)) {
                const std::string line = std::to_string(earlier->place.line);
                _faults.add(keyPlace, keyPath,
                            "is given twice (first on line " + line + "); keep one of them");
            }
            else
                node.members.push_back({key, std::move(value)});
        }
        return node;
    }

    Node list(const YAML::Node& yaml, const Place& place, const std::string& path, int level)
    {
        Node node = Node::list(place);
        for (const auto& item : yaml) {
            const std::string itsPath = path + "[" + std::to_string(node.items.size()) + "]";
            node.items.push_back(convert(item, placeOf(item), itsPath, level + 1));
        }
        return node;
    }

    static Node scalar(const YAML::Node& yaml, const Place& place)
    {
        Node node = Node::scalar(place, yaml.Scalar());
        node.plain = yaml.Tag() == "?";
        return node;
    }

    [[noreturn]] void stop(const Place& place, const std::string& path, const std::string& reason)
    {
        _faults.add(place, path, reason);
        throw Stopped();
    }

    std::string _file;
    Faults& _faults;
    int _values = 0;
};

Node convertDocument(const std::string& text, const std::string& file, Faults& faults)
{
    if (const auto line = lineOfSecondDocument(text)) {
        faults.add({file, *line}, "", "holds more than one YAML document; take out the `---` between");
        throw Stopped();
    }
    const YAML::Node document = YAML::Load(text);
    Converter converter(file, faults);
    const Place first{file, 1};
    return converter.convert(document, document.IsNull() ? first : converter.placeOf(document), "", 0);
}

}  // namespace

std::optional<Node> parseYaml(const std::string& text, const std::string& file, Faults& faults)
{
    if (text.size() > largestText) {
        faults.add({file, 0}, "", "is larger than 1 MiB");
        return std::nullopt;
    }
    if (const auto line = lineOfBadUtf8(text)) {
        faults.add({file, *line}, "", "is not UTF-8 text");
        return std::nullopt;
    }
    try {
        return convertDocument(text, file, faults);
    }
    catch (const Stopped&) {
    }
    catch (const YAML::Exception& exception) {
        faults.add({file, exception.mark.line + 1}, "", "is not YAML: " + exception.msg);
    }
    return std::nullopt;
}

std::optional<Node> readYamlFile(const std::filesystem::path& file, Faults& faults)
{
    const TextFile content = readTextFile(file, largestText + 1);
    if (!content.error.empty()) {
        faults.add({file.string(), 0}, "", "cannot be read: " + content.error);
        return std::nullopt;
    }
    std::optional<Node> node = parseYaml(content.text, file.string(), faults);
    if (!node) return node;
    if (node->kind == Node::Kind::Null) node->kind = Node::Kind::Map;
    if (node->kind != Node::Kind::Map) {
        faults.add(node->place, "", "has to be a map of keys, such as `listen:` or `plugins:`");
        return std::nullopt;
    }
    return node;
}

}  // namespace scaispeak::config
