#pragma once

#include <boost/json.hpp>

#include <string>
#include <string_view>

namespace scaispeak::ctl {

/// A member that is a text; empty when it is not there or something else.
inline std::string textOf(const boost::json::object& object, std::string_view name)
{
    const boost::json::value* value = object.if_contains(name);
    const boost::json::string* text = value ? value->if_string() : nullptr;
    return text ? std::string(*text) : std::string();
}

/// A member that is an object, or null.
inline const boost::json::object* objectOf(const boost::json::object& object, std::string_view name)
{
    const boost::json::value* value = object.if_contains(name);
    return value ? value->if_object() : nullptr;
}

/// A member that is an array, or null.
inline const boost::json::array* arrayOf(const boost::json::object& object, std::string_view name)
{
    const boost::json::value* value = object.if_contains(name);
    return value ? value->if_array() : nullptr;
}

}  // namespace scaispeak::ctl
