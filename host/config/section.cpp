#include "config/section.hpp"

#include "config/scalar.hpp"
#include "config/suggestion.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace scaispeak::config {
namespace {

const Node nothing{};

std::string decimal(double value)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.10g", value);
    return text;
}

bool hasControlCharacter(std::string_view text)
{
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

bool isNumeric(const Node& node)
{
    return node.plain || node.resolved;
}

}  // namespace

std::string shown(const Node& node)
{
    constexpr std::size_t longest = 40;
    switch (node.kind) {
        case Node::Kind::Map:
            return "a map";
        case Node::Kind::List:
            return "a list";
        case Node::Kind::Null:
            return "nothing";
        case Node::Kind::Scalar:
            break;
    }
    if (node.resolved) return "a value out of ${...}";
    const char* quote = node.plain ? "'" : "\"";
    if (node.text.size() <= longest) return quote + node.text + quote;
    // Not cut inside a character: bytes 10xxxxxx go on with one.
    std::size_t end = longest;
    while (end > 0 && (static_cast<unsigned char>(node.text[end]) & 0xC0U) == 0x80)
        --end;
    return quote + node.text.substr(0, end) + "..." + quote;
}

Section::Section(const Node& node, std::string path, Faults& faults)
    : _node(node), _path(std::move(path)), _faults(faults)
{}

Section::~Section()
{
    for (const Node::Member& member : _node.members) {
        if (std::find(_known.begin(), _known.end(), member.key) != _known.end()) continue;
        const std::string hint = suggestion(member.key, _known);
        _faults.add(member.value.place, memberPath(_path, member.key),
                    "unknown key" + (hint.empty() ? "" : "; " + hint));
    }
}

const Node* Section::value(std::string_view key)
{
    _known.emplace_back(key);
    const Node* node = _node.find(key);
    return node && node->kind != Node::Kind::Null && !node->faulty ? node : nullptr;
}

void Section::refuse(std::string_view key, std::string reason)
{
    const Node* node = _node.find(key);
    _faults.add(node ? node->place : _node.place, memberPath(_path, key), std::move(reason));
}

Section Section::section(std::string_view key)
{
    const Node* node = value(key);
    if (node && node->kind != Node::Kind::Map) {
        refuse(key, "a map of keys is expected, not " + shown(*node));
        node = nullptr;
    }
    return {node ? *node : nothing, memberPath(_path, key), _faults};
}

const Node* Section::scalar(std::string_view key, std::string_view expected)
{
    const Node* node = value(key);
    if (!node || node->kind == Node::Kind::Scalar) return node;
    refuse(key, std::string(expected) + " is expected, not " + shown(*node));
    return nullptr;
}

void Section::text(std::string_view key, std::string& out)
{
    const Node* node = scalar(key, "text");
    if (!node) return;
    if (hasControlCharacter(node->text))
        refuse(key, "holds a control character, such as a line break");
    else
        out = node->text;
}

void Section::texts(std::string_view key, std::vector<std::string>& out)
{
    const Node* node = value(key);
    if (!node) return;
    if (node->kind != Node::Kind::List)
        return refuse(key, "a list is expected, such as [a, b], not " + shown(*node));
    out.clear();
    for (std::size_t index = 0; index < node->items.size(); ++index) {
        const Node& item = node->items[index];
        if (item.faulty) continue;
        const bool good =
            item.kind == Node::Kind::Scalar && !item.text.empty() && !hasControlCharacter(item.text);
        if (good)
            out.push_back(item.text);
        else
            _faults.add(item.place, itemPath(memberPath(_path, key), index, item),
                        "text is expected, not " + shown(item));
    }
}

bool Section::readInteger(std::string_view key, std::int64_t& out, std::int64_t least, std::int64_t most)
{
    const std::string expected = "an integer from " + std::to_string(least) + " to " + std::to_string(most);
    const Node* node = scalar(key, expected);
    if (!node) return false;
    const auto value = isNumeric(*node) ? asInteger(node->text) : std::nullopt;
    if (value && *value >= least && *value <= most) {
        out = *value;
        return true;
    }
    refuse(key, expected + " is expected, not " + shown(*node));
    return false;
}

void Section::number(std::string_view key, double& out, double least, double most)
{
    const std::string expected = "a number from " + decimal(least) + " to " + decimal(most);
    const Node* node = scalar(key, expected);
    if (!node) return;
    const auto value = isNumeric(*node) ? asNumber(node->text) : std::nullopt;
    if (value && *value >= least && *value <= most)
        out = *value;
    else
        refuse(key, expected + " is expected, not " + shown(*node));
}

void Section::seconds(std::string_view key, std::chrono::milliseconds& out, double least, double most)
{
    double value = static_cast<double>(out.count()) / 1000;
    number(key, value, least, most);
    out = std::chrono::milliseconds(std::llround(value * 1000));
}

void Section::path(std::string_view key, std::filesystem::path& out, const std::filesystem::path& folder)
{
    std::string given;
    text(key, given);
    if (!given.empty()) out = (folder / given).lexically_normal();
}

std::size_t Section::readChoice(std::string_view key, const std::vector<std::string>& words)
{
    std::string expected = "one of ";
    for (const std::string& word : words)
        expected += (&word == &words.front() ? "" : ", ") + word;
    const Node* node = scalar(key, expected);
    if (!node) return words.size();
    const auto found = std::find(words.begin(), words.end(), node->text);
    if (found == words.end()) refuse(key, expected + " is expected, not " + shown(*node));
    return static_cast<std::size_t>(found - words.begin());
}

}  // namespace scaispeak::config
