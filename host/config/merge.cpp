#include "config/merge.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace scaispeak::config {
namespace {

void mergeInto(Node& base, Node over, bool top);

const std::string* idOf(const Node& item)
{
    const Node* id = item.find("id");
    return id && id->kind == Node::Kind::Scalar ? &id->text : nullptr;
}

void mergePlugins(Node& base, Node over)
{
    // Of two equal ids in one file the second stays an item of its own, so that it is refused as a duplicate.
    std::set<std::string> seen;
    for (Node& item : over.items) {
        const std::string* id = idOf(item);
        const auto earlier = std::find_if(base.items.begin(), base.items.end(), [&](const Node& one) {
            const std::string* other = idOf(one);
            return id && other && *id == *other;
        });
        if (id && seen.insert(*id).second && earlier != base.items.end())
            mergeInto(*earlier, std::move(item), false);
        else
            base.items.push_back(std::move(item));
    }
}

void mergeInto(Node& base, Node over, bool top)
{
    if (base.kind != Node::Kind::Map || over.kind != Node::Kind::Map) {
        base = std::move(over);
        return;
    }
    for (Node::Member& member : over.members) {
        Node* earlier = base.find(member.key);
        const bool lists =
            earlier && earlier->kind == Node::Kind::List && member.value.kind == Node::Kind::List;
        if (!earlier)
            base.members.push_back(std::move(member));
        else if (top && lists && member.key == "plugins")
            mergePlugins(*earlier, std::move(member.value));
        else
            mergeInto(*earlier, std::move(member.value), false);
    }
}

}  // namespace

void mergeConfiguration(Node& base, Node over)
{
    mergeInto(base, std::move(over), true);
}

}  // namespace scaispeak::config
