#pragma once

#include "exit_code.hpp"

#include <filesystem>
#include <string>

namespace scaispeak::check {

/// --emit-manifest: loads the plugin without making an instance and writes what it says of itself. `output`
/// is a file,
/// "-" for standard output, or empty for `<id>.json` beside the plugin. Reports to standard error.
ExitCode emitManifest(const std::filesystem::path& plugin, const std::string& output);

}  // namespace scaispeak::check
