#pragma once

#include <boost/json.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace scaispeak::check {

/// How a plugin wants to be checked: `<id>.check.json` beside it.
struct Settings
{
    bool given = false;
    boost::json::object config;     ///< "config": of its instances.
    std::vector<std::string> peer;  ///< "peer": a command; empty = none.
    std::string token;              ///< "token": of somebody whom a destination serves; may be empty.
};

/// Throws Failure when there is such a file and it is something else.
Settings readSettings(const std::filesystem::path& plugin);

}  // namespace scaispeak::check
