#include "pluginhost/loader/schema_view.hpp"

#include <algorithm>
#include <regex>

namespace scaispeak::pluginhost {

namespace json = boost::json;

namespace {

/// More parts than this speak about no real value; the bound ends what refers to itself in circles.
constexpr std::size_t maximumParts = 256;

bool matches(std::string_view pattern, std::string_view key)
{
    try {
        return std::regex_search(key.begin(), key.end(), std::regex(pattern.begin(), pattern.end()));
    }
    catch (const std::regex_error&) {
        // Taken as a match: a secret under a pattern that cannot be read stays masked.
        return true;
    }
}

std::string listed(const json::array& values)
{
    std::string out;
    for (const auto& value : values)
        out += (out.empty() ? "" : ", ") + json::serialize(value);
    return out;
}

}  // namespace

SchemaView::SchemaView(const json::value& root) : _root(&root)
{
    add(root);
}

void SchemaView::add(const json::value& schema)
{
    const json::object* part = schema.if_object();
    if (part == nullptr || _parts.size() >= maximumParts) return;
    if (std::find(_parts.begin(), _parts.end(), part) != _parts.end()) return;
    _parts.push_back(part);
    if (const json::value* reference = part->if_contains("$ref");
        reference != nullptr && reference->is_string())
        if (const json::value* target = referenced(reference->get_string())) add(*target);
    for (const char* keyword : {"allOf", "anyOf", "oneOf"})
        if (const json::value* list = part->if_contains(keyword); list != nullptr && list->is_array())
            for (const auto& item : list->get_array())
                add(item);
    for (const char* keyword : {"if", "then", "else"})
        addMember(*part, keyword);
}

void SchemaView::addMember(const json::object& schema, const char* keyword)
{
    if (const json::value* value = schema.if_contains(keyword)) add(*value);
}

const json::value* SchemaView::referenced(std::string_view pointer) const
{
    if (pointer == "#") return _root;
    if (!pointer.starts_with("#/")) return nullptr;
    boost::system::error_code error;
    return _root->find_pointer(pointer.substr(1), error);
}

std::vector<std::string> SchemaView::memberNames() const
{
    std::vector<std::string> names;
    for (const json::object* part : _parts) {
        const json::value* properties = part->if_contains("properties");
        if (properties == nullptr || !properties->is_object()) continue;
        for (const auto& property : properties->get_object())
            if (std::string name(property.key()); std::find(names.begin(), names.end(), name) == names.end())
                names.push_back(std::move(name));
    }
    return names;
}

bool SchemaView::hasPatterns() const
{
    return std::any_of(_parts.begin(), _parts.end(),
                       [](const json::object* part) { return part->contains("patternProperties"); });
}

SchemaView SchemaView::member(std::string_view key) const
{
    SchemaView view(_root);
    for (const json::object* part : _parts) {
        bool named = false;
        if (const json::value* properties = part->if_contains("properties");
            properties && properties->is_object())
            if (const json::value* property = properties->get_object().if_contains(key)) {
                view.add(*property);
                named = true;
            }
        if (const json::value* patterns = part->if_contains("patternProperties");
            patterns && patterns->is_object())
            for (const auto& [pattern, schema] : patterns->get_object())
                if (matches(pattern, key)) {
                    view.add(schema);
                    named = true;
                }
        if (!named) view.addMember(*part, "additionalProperties");
    }
    return view;
}

SchemaView SchemaView::element(std::size_t index) const
{
    SchemaView view(_root);
    for (const json::object* part : _parts) {
        const json::value* items = part->if_contains("items");
        if (items == nullptr) continue;
        if (!items->is_array())
            view.add(*items);
        else if (index < items->get_array().size())
            view.add(items->get_array()[index]);
        else
            view.addMember(*part, "additionalItems");
    }
    return view;
}

bool SchemaView::secret() const
{
    return says("x-secret");
}

bool SchemaView::namesFile() const
{
    return says("x-file");
}

bool SchemaView::says(const char* mark) const
{
    return std::any_of(_parts.begin(), _parts.end(), [mark](const json::object* part) {
        const json::value* value = part->if_contains(mark);
        return value != nullptr && value->is_bool() && value->get_bool();
    });
}

std::string SchemaView::expects() const
{
    for (const json::object* part : _parts)
        if (const json::value* words = part->if_contains("x-expects"); words && words->is_string())
            return words->get_string().c_str();
    return {};
}

std::string SchemaView::expectation() const
{
    std::string found;
    for (const json::object* part : _parts) {
        std::string words;
        if (const json::value* values = part->if_contains("enum"); values && values->is_array())
            words = "one of " + listed(values->get_array());
        else if (const json::value* type = part->if_contains("type"); type && type->is_string())
            words = type->get_string().c_str();
        else if (type && type->is_array())
            words = "one of the types " + listed(type->get_array());
        if (words.empty()) continue;
        if (!found.empty() && found != words) return "";
        found = std::move(words);
    }
    return found;
}

}  // namespace scaispeak::pluginhost
