#pragma once

#include <boost/json.hpp>

#include <string>

namespace scaispeak::pluginhost {

/// What is wrong with the references of a JSON Schema, in words; empty = nothing. A schema that leads back to
/// itself without going into the value ({"a": {"anyOf": [{"$ref": "#/definitions/a"}]}}) would be followed
/// until the stack is used up.
std::string faultOfReferences(const boost::json::value& schema);

}  // namespace scaispeak::pluginhost
