#include "pluginhost/loader/config_schema.hpp"

#include "pluginhost/loader/schema_references.hpp"
#include "pluginhost/loader/schema_view.hpp"

#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include <algorithm>
#include <stdexcept>

namespace scaispeak::pluginhost {

namespace json = boost::json;

namespace {

constexpr const char* mask = "***";
constexpr std::size_t maximumFaults = 50;

json::value parsed(std::string_view text)
{
    boost::system::error_code error;
    json::value value = json::parse({text.data(), text.size()}, error);
    if (error) throw std::invalid_argument("it is not JSON: " + error.message());
    if (!value.is_object()) throw std::invalid_argument("it is not a JSON object");
    if (const std::string fault = faultOfReferences(value); !fault.empty())
        throw std::invalid_argument(fault);
    return value;
}

std::shared_ptr<const valijson::Schema> compiled(const json::value& document)
{
    auto schema = std::make_shared<valijson::Schema>();
    valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
    const valijson::adapters::BoostJsonAdapter adapter(document);
    try {
        parser.populateSchema(adapter, *schema);
    }
    catch (const std::exception& error) {
        throw std::invalid_argument(std::string("it is no JSON Schema of draft 7: ") + error.what());
    }
    return schema;
}

/// Where a fault is: its path in words, and what the schema says of the value there.
struct Place
{
    std::string path;
    SchemaView schema;
    const json::value* value;  ///< Null where there is none.
};

Place placeOf(const std::vector<std::string>& context, const json::value& schema, const json::value& config)
{
    Place place{"", SchemaView(schema), &config};
    const json::value* value = &config;
    for (const std::string& step : context) {
        if (step == "<root>" || step.size() < 2) continue;
        const std::string key = step.substr(1, step.size() - 2);
        if (value != nullptr && value->is_array()) {
            const std::size_t index = std::stoul(key);
            value = value->get_array().if_contains(index);
            place = {place.path + step, place.schema.element(index), value};
        }
        else {
            value = value != nullptr && value->is_object() ? value->get_object().if_contains(key) : nullptr;
            place = {place.path + (place.path.empty() ? "" : ".") + key, place.schema.member(key), value};
        }
    }
    return place;
}

/// Says only that something within is wrong, which has its own line.
bool isEcho(std::string_view description)
{
    return description.starts_with("Failed to validate against schema associated with property name") ||
           description.starts_with("Failed to validate item #") ||
           description.starts_with("Failed to validate against additional properties schema");
}

/// The member that a fault of its object is about; empty where there is none.
std::string memberOf(const std::string& description, std::string_view beginning)
{
    const std::size_t first = description.rfind(" '");
    const std::size_t last = description.rfind('\'');
    if (!description.starts_with(beginning) || first == std::string::npos || last < first + 2) return {};
    return description.substr(first + 2, last - first - 2);
}

std::string knownMembers(const SchemaView& schema)
{
    std::string names;
    for (const std::string& name : schema.memberNames())
        names += (names.empty() ? "; known here: " : ", ") + name;
    return names;
}

std::string reasonOf(const std::string& description, const Place& place)
{
    const bool ofKind = description.find("'type' constraint") != std::string::npos ||
                        description.find("enum values") != std::string::npos;
    const std::string expected = ofKind ? place.schema.expectation() : "";
    if (!expected.empty()) return "must be " + expected;
    const bool ofForm = description.find("'pattern' constraint") != std::string::npos ||
                        description.find("anyOf constraint") != std::string::npos;
    const std::string form = ofForm ? place.schema.expects() : "";
    return form.empty() ? description : "is expected to be " + form;
}

/// The validator stops at an object's first unknown member; people want to hear of all of them.
std::vector<std::string> unknownMembers(const std::string& first, const Place& place)
{
    const bool certain = place.value != nullptr && place.value->is_object() && !place.schema.hasPatterns();
    if (!certain) return {first};
    const std::vector<std::string> known = place.schema.memberNames();
    std::vector<std::string> names;
    for (const auto& member : place.value->get_object())
        if (std::find(known.begin(), known.end(), member.key()) == known.end())
            names.emplace_back(member.key());
    return names;
}

void addFaults(const std::string& description, const Place& place, std::vector<ConfigFault>& faults)
{
    const std::string before = place.path + (place.path.empty() ? "" : ".");
    const std::string unknown =
        memberOf(description, "Object contains a property that could not be validated");
    const std::string missing = memberOf(description, "Missing required property");
    const std::string companion = memberOf(description, "Missing dependency");
    if (!unknown.empty())
        for (const std::string& name : unknownMembers(unknown, place))
            faults.push_back({before + name, "unknown key" + knownMembers(place.schema)});
    else if (!missing.empty())
        faults.push_back({before + missing, "is missing"});
    else if (!companion.empty())
        faults.push_back({before + companion, "is missing; what stands beside it needs it"});
    else
        faults.push_back({place.path, reasonOf(description, place)});
}

void maskValue(json::value& value, const SchemaView& schema)
{
    if (schema.secret()) {
        value = mask;
    }
    else if (value.is_object()) {
        for (auto& [key, member] : value.get_object())
            maskValue(member, schema.member(key));
    }
    else if (value.is_array()) {
        std::size_t index = 0;
        for (auto& item : value.get_array())
            maskValue(item, schema.element(index++));
    }
}

void maskAll(json::value& value)
{
    if (value.is_object())
        for (auto& [key, member] : value.get_object())
            maskAll(member);
    else if (value.is_array())
        for (auto& item : value.get_array())
            maskAll(item);
    else
        value = mask;
}

}  // namespace

ConfigSchema::ConfigSchema(std::string_view text)
    : _json(std::make_shared<const json::value>(parsed(text))), _schema(compiled(*_json))
{}

std::vector<ConfigFault> ConfigSchema::check(const json::object& config) const
{
    const json::value value(config);
    valijson::ValidationResults results;
    std::vector<ConfigFault> faults;
    try {
        valijson::Validator validator;
        if (validator.validate(*_schema, valijson::adapters::BoostJsonAdapter(value), &results))
            return faults;
    }
    catch (const std::exception& error) {
        return {{"", std::string("the plugin's schema cannot be applied: ") + error.what()}};
    }
    valijson::ValidationResults::Error fault;
    while (results.popError(fault) && faults.size() < maximumFaults) {
        if (isEcho(fault.description)) continue;
        const Place place = placeOf(fault.context, *_json, value);
        addFaults(fault.description, place, faults);
    }
    if (faults.empty()) faults.push_back({"", "does not fit the plugin's schema"});
    return faults;
}

json::object ConfigSchema::masked(const json::object& config) const
{
    json::value copy(config);
    maskValue(copy, SchemaView(*_json));
    // A schema that is secret as a whole leaves no object.
    return copy.is_object() ? std::move(copy.get_object()) : maskedWhole(config);
}

json::object maskedWhole(const json::object& config)
{
    json::value copy(config);
    maskAll(copy);
    return std::move(copy.get_object());
}

}  // namespace scaispeak::pluginhost
