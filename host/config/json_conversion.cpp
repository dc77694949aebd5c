#include "config/json_conversion.hpp"

#include "config/scalar.hpp"

namespace scaispeak::config {
namespace {

boost::json::value scalarToJson(const Node& node)
{
    if (!node.plain || node.resolved) return boost::json::string(node.text);
    if (node.text == "true") return true;
    if (node.text == "false") return false;
    if (const auto integer = asInteger(node.text)) return *integer;
    if (const auto number = asNumber(node.text)) return *number;
    return boost::json::string(node.text);
}

}  // namespace

boost::json::value toJson(const Node& node)
{
    if (node.kind == Node::Kind::Scalar) return scalarToJson(node);
    if (node.kind == Node::Kind::List) {
        boost::json::array array;
        for (const Node& item : node.items)
            array.push_back(toJson(item));
        return array;
    }
    if (node.kind == Node::Kind::Map) {
        boost::json::object object;
        for (const Node::Member& member : node.members)
            object.insert_or_assign(member.key, toJson(member.value));
        return object;
    }
    return nullptr;
}

}  // namespace scaispeak::config
