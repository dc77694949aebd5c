#include "pluginhost/loader/pretty_json.hpp"

#include <algorithm>

namespace scaispeak::pluginhost {

namespace {

namespace json = boost::json;

void append(std::string& out, const json::value& value, std::size_t indent);

void appendObject(std::string& out, const json::object& object, std::size_t indent)
{
    if (object.empty()) {
        out += "{}";
        return;
    }
    const char* separator = "{\n";
    for (const auto& [key, value] : object) {
        out += separator + std::string(indent + 2, ' ') + json::serialize(json::string(key)) + ": ";
        append(out, value, indent + 2);
        separator = ",\n";
    }
    out += "\n" + std::string(indent, ' ') + "}";
}

void appendArray(std::string& out, const json::array& array, std::size_t indent)
{
    const bool plain = std::none_of(array.begin(), array.end(),
                                    [](const json::value& item) { return item.is_structured(); });
    if (array.empty()) {
        out += "[]";
        return;
    }
    const std::string lead = plain ? "" : "\n" + std::string(indent + 2, ' ');
    std::string separator = "[" + lead;
    for (const auto& item : array) {
        out += separator;
        append(out, item, indent + 2);
        separator = plain ? ", " : "," + lead;
    }
    out += plain ? "]" : "\n" + std::string(indent, ' ') + "]";
}

void append(std::string& out, const json::value& value, std::size_t indent)
{
    if (value.is_object())
        appendObject(out, value.get_object(), indent);
    else if (value.is_array())
        appendArray(out, value.get_array(), indent);
    else
        out += json::serialize(value);
}

}  // namespace

std::string prettyJson(const json::value& value)
{
    std::string out;
    append(out, value, 0);
    return out += "\n";
}

}  // namespace scaispeak::pluginhost
