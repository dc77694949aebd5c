#pragma once

#include "config/configuration.hpp"

#include <boost/json.hpp>

#include <map>
#include <string>
#include <string_view>

namespace scaispeak::config {

/// Schemas of plugins by id, as their descriptors have them.
using PluginSchemas = std::map<std::string, boost::json::value, std::less<>>;

/// Puts `***` in place of each value whose schema says `"x-secret": true`, at any depth: properties, items,
/// all branches of allOf, anyOf, oneOf, if, then, else, and local `$ref`s. An empty text stays, so that one
/// sees it is not set. Where it is unclear whether a schema applies, it does: masking too much is no harm.
void maskSecrets(boost::json::value& value, const boost::json::value& schema);

/// The whole configuration in the keys of contract section 11, for people and logs. Masked: master_key,
/// scaikey.client_secret, the password of database.url, what came from ${env:} or ${file:}, and what schemas
/// call secret.
boost::json::object toJson(const Configuration& configuration, const PluginSchemas& schemas = {});

/// What pluginConfiguration() gives, masked likewise.
boost::json::object maskedPluginConfiguration(const Configuration& configuration, std::string_view id,
                                              const boost::json::value& schema);

}  // namespace scaispeak::config
