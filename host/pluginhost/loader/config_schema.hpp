#pragma once

#include "pluginhost/loader/config_fault.hpp"

#include <boost/json.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace valijson {
class Schema;
}

namespace scaispeak::pluginhost {

/// A plugin's JSON Schema (the draft-7 subset of valijson, references within the document alone). Defaults in
/// it are for people: the host fills none in, the plugin reads what was configured and knows its own.
/// Immutable.
class ConfigSchema
{
public:
    /// Throws std::invalid_argument with the reason when it is not such a schema.
    explicit ConfigSchema(std::string_view text);

    const boost::json::value& json() const { return *_json; }

    /// Every fault; none when the configuration is valid.
    std::vector<ConfigFault> check(const boost::json::object& config) const;

    /// The configuration as it may be shown: what is marked "x-secret": true, at any depth, is "***".
    boost::json::object masked(const boost::json::object& config) const;

private:
    std::shared_ptr<const boost::json::value> _json;
    std::shared_ptr<const valijson::Schema> _schema;
};

/// As ConfigSchema::masked for a configuration of which no schema is known: every plain value is "***".
boost::json::object maskedWhole(const boost::json::object& config);

}  // namespace scaispeak::pluginhost
