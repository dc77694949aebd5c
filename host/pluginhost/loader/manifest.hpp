#pragma once

#include "pluginhost/loader/descriptor.hpp"
#include "pluginhost/loader/interfaces.hpp"

#include <boost/json.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace scaispeak::pluginhost {

/// `<id>.json` beside `<id>.so`: what the plugin says of itself, to be had without running its code.
std::filesystem::path manifestPath(const std::filesystem::path& pluginFile);

/// The manifest of a plugin, its members in their fixed order. `schema` is the parsed config_schema.
boost::json::object manifestOf(const Descriptor& descriptor, const Interfaces& interfaces,
                               const boost::json::value& schema);

/// Step "manifest": reads and checks it as far as it goes by itself: its form, its version, that the plugin's
/// ABI suits this host, the id. Throws PluginRefused.
boost::json::object readManifest(const std::string& id, const std::filesystem::path& pluginFile);

/// What a manifest that was read says of its plugin; without the functions. Throws PluginRefused(manifest)
/// when it is not what manifestOf makes.
Descriptor describedBy(const std::string& id, const std::filesystem::path& pluginFile,
                       const boost::json::object& manifest);
std::vector<std::string> interfacesOf(const std::string& id, const std::filesystem::path& pluginFile,
                                      const boost::json::object& manifest);

/// Step "compare": every member in which the manifest and the plugin disagree, as a sentence each.
std::vector<std::string> manifestDifferences(const boost::json::object& manifest,
                                             const boost::json::object& plugin);

/// The command that makes a manifest.
std::string manifestCommand(const std::filesystem::path& pluginFile);

}  // namespace scaispeak::pluginhost
