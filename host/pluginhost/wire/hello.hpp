#pragma once

#include "pluginhost/wire/owned_descriptor.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <filesystem>
#include <string>

namespace scaispeak::pluginhost {

/// What a worker is told as it starts. Handed over in memory: the configuration holds secrets, which belong
/// neither on a command line nor into an environment.
struct Hello
{
    std::string pluginId;
    std::filesystem::path pluginFile;  ///< Absolute, as configured.
    std::string hostName;
    std::string hostVersion;
    std::uint32_t lanes = 1;
    bool debugLines = false;  ///< The host writes lines of level debug.
    boost::json::object config;
};

/// A sealed memory file that holds it. Throws std::system_error.
OwnedDescriptor writeHello(const Hello& hello);

/// Throws std::exception when it is not what writeHello wrote.
Hello readHello(int descriptor);

}  // namespace scaispeak::pluginhost
