#pragma once

#include <filesystem>

namespace scaispeak::config {

/// The folder of the running program's file; empty when the system does not say.
std::filesystem::path programFolder();

/// Where plugins are when nothing is configured: `../plugins` seen from the program's folder if it is there
/// (a build, an unpacked archive), else the folder that packages install into. scaispeak-node uses the same.
std::filesystem::path defaultPluginDirectory(const std::filesystem::path& programFolder);

}  // namespace scaispeak::config
