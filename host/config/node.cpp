#include "config/node.hpp"

#include <algorithm>
#include <utility>

namespace scaispeak::config {

Node Node::map(Place place)
{
    Node node;
    node.kind = Kind::Map;
    node.place = std::move(place);
    return node;
}

Node Node::list(Place place)
{
    Node node;
    node.kind = Kind::List;
    node.place = std::move(place);
    return node;
}

Node Node::scalar(Place place, std::string text)
{
    Node node;
    node.kind = Kind::Scalar;
    node.place = std::move(place);
    node.text = std::move(text);
    return node;
}

const Node* Node::find(std::string_view key) const
{
    const auto found =
        std::find_if(members.begin(), members.end(), [&](const Member& member) { return member.key == key; });
    return found == members.end() ? nullptr : &found->value;
}

Node* Node::find(std::string_view key)
{
    return const_cast<Node*>(std::as_const(*this).find(key));
}

const Place& Node::placeOf(std::initializer_list<std::string_view> keys) const
{
    const Node* node = this;
    for (const std::string_view key : keys) {
        const Node* child = node->find(key);
        if (!child) break;
        node = child;
    }
    return node->place;
}

std::string memberPath(const std::string& parent, std::string_view key)
{
    return parent.empty() ? std::string(key) : parent + "." + std::string(key);
}

std::string itemPath(const std::string& parent, std::size_t index, const Node& item)
{
    const Node* id = parent == "plugins" ? item.find("id") : nullptr;
    if (id && id->kind == Node::Kind::Scalar && !id->text.empty()) return memberPath(parent, id->text);
    return parent + "[" + std::to_string(index) + "]";
}

}  // namespace scaispeak::config
