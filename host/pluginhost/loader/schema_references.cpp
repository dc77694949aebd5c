#include "pluginhost/loader/schema_references.hpp"

#include <cstddef>
#include <set>
#include <string_view>

namespace scaispeak::pluginhost {

namespace json = boost::json;

namespace {

/// No schema for people goes deeper without going into the value.
constexpr int maximumChain = 64;
constexpr std::size_t maximumReferences = 256;

class Walk
{
public:
    explicit Walk(const json::value& root) : _root(root) { everyPart(root); }

    std::string fault() const
    {
        if (_foreign) return "a $ref of it is not of the form #/definitions/name";
        if (_endless) return "a part of it refers to itself without end";
        return _references > maximumReferences ? "it has more than 256 references" : "";
    }

private:
    /// Any object may be a schema that something refers to.
    void everyPart(const json::value& value)
    {
        if (const json::array* list = value.if_array())
            for (const json::value& item : *list)
                everyPart(item);
        const json::object* part = value.if_object();
        if (part == nullptr) return;
        if (const json::value* reference = part->if_contains("$ref")) count(*reference);
        follow(value, 0);
        for (const auto& [key, member] : *part)
            everyPart(member);
    }

    void count(const json::value& reference)
    {
        ++_references;
        const json::string* text = reference.if_string();
        _foreign = _foreign || text == nullptr || !text->starts_with('#') ||
                   std::string_view(*text).find('%') != std::string_view::npos;
    }

    /// From schema to schema about the same value.
    void follow(const json::value& schema, int depth)
    {
        const json::object* part = schema.if_object();
        if (part == nullptr || _endless || _followed.contains(part)) return;
        if (depth > maximumChain) {
            _endless = true;
            return;
        }
        if (const json::value* reference = part->if_contains("$ref"))
            if (const json::value* target = referenced(*reference)) follow(*target, depth + 1);
        for (const char* keyword : {"allOf", "anyOf", "oneOf", "not", "if", "then", "else"})
            if (const json::value* applied = part->if_contains(keyword)) followAll(*applied, depth + 1);
        if (const json::value* dependencies = part->if_contains("dependencies"))
            if (const json::object* members = dependencies->if_object())
                for (const auto& [key, member] : *members)
                    follow(member, depth + 1);
        _followed.insert(part);
    }

    void followAll(const json::value& applied, int depth)
    {
        follow(applied, depth);
        if (const json::array* list = applied.if_array())
            for (const json::value& item : *list)
                follow(item, depth);
    }

    const json::value* referenced(const json::value& reference) const
    {
        const json::string* pointer = reference.if_string();
        if (pointer == nullptr || pointer->empty()) return nullptr;
        if (pointer->size() == 1) return &_root;
        boost::system::error_code error;
        return _root.find_pointer(std::string_view(*pointer).substr(1), error);
    }

    const json::value& _root;
    std::set<const json::object*> _followed;
    std::size_t _references = 0;
    bool _endless = false;
    bool _foreign = false;
};

}  // namespace

std::string faultOfReferences(const json::value& schema)
{
    return Walk(schema).fault();
}

}  // namespace scaispeak::pluginhost
