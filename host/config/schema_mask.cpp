#include "config/masking.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace scaispeak::config {
namespace {

// More than any real schema nests; what lies deeper is hidden unseen.
constexpr int deepestLevel = 256;

class SchemaMask
{
public:
    explicit SchemaMask(const boost::json::value& root) : _root(root) {}

    void apply(boost::json::value& value, const boost::json::value& schema, int level)
    {
        const boost::json::object* rules = schema.if_object();
        // Schemas refer to themselves and to one another, so each is tried once on each value.
        if (!rules || !_tried.emplace(&value, rules).second) return;
        const boost::json::value* secret = rules->if_contains("x-secret");
        if (level > deepestLevel || (secret && *secret == true)) return hide(value);
        applyBranches(value, *rules, level + 1);
        if (boost::json::object* object = value.if_object()) applyToObject(*object, *rules, level + 1);
        if (boost::json::array* array = value.if_array()) applyToArray(*array, *rules, level + 1);
    }

private:
    static void hide(boost::json::value& value)
    {
        const bool empty = value.is_null() || (value.is_string() && value.get_string().empty());
        if (!empty) value = "***";
    }

    void applyBranches(boost::json::value& value, const boost::json::object& rules, int level)
    {
        for (const char* key : {"allOf", "anyOf", "oneOf"}) {
            const boost::json::value* branches = rules.if_contains(key);
            if (!branches || !branches->is_array()) continue;
            for (const boost::json::value& branch : branches->get_array())
                apply(value, branch, level);
        }
        for (const char* key : {"if", "then", "else"})
            if (const boost::json::value* branch = rules.if_contains(key)) apply(value, *branch, level);
        const boost::json::value* reference = rules.if_contains("$ref");
        if (!reference || !reference->is_string() || !reference->get_string().starts_with('#')) return;
        boost::system::error_code error;
        const boost::json::value* target = _root.find_pointer(reference->get_string().subview(1), error);
        if (target) apply(value, *target, level);
    }

    void applyToObject(boost::json::object& object, const boost::json::object& rules, int level)
    {
        const auto schemasOf = [&](const char* key) {
            const boost::json::value* found = rules.if_contains(key);
            return found ? found->if_object() : nullptr;
        };
        const boost::json::object* properties = schemasOf("properties");
        const boost::json::object* patterns = schemasOf("patternProperties");
        const boost::json::value* others = rules.if_contains("additionalProperties");
        for (auto& member : object) {
            const boost::json::value* own = properties ? properties->if_contains(member.key()) : nullptr;
            if (own)
                apply(member.value(), *own, level);
            else if (others)
                apply(member.value(), *others, level);
            if (!patterns) continue;
            for (const auto& pattern : *patterns)
                apply(member.value(), pattern.value(), level);
        }
    }

    void applyToArray(boost::json::array& array, const boost::json::object& rules, int level)
    {
        for (const char* key : {"items", "prefixItems", "additionalItems", "contains"}) {
            const boost::json::value* schema = rules.if_contains(key);
            if (!schema) continue;
            if (const boost::json::array* each = schema->if_array())
                for (std::size_t index = 0; index < std::min(each->size(), array.size()); ++index)
                    apply(array[index], (*each)[index], level);
            else
                for (boost::json::value& item : array)
                    apply(item, *schema, level);
        }
    }

    const boost::json::value& _root;
    std::set<std::pair<const void*, const void*>> _tried;
};

}  // namespace

void maskSecrets(boost::json::value& value, const boost::json::value& schema)
{
    SchemaMask(schema).apply(value, schema, 0);
}

}  // namespace scaispeak::config
