#pragma once

#include <filesystem>

namespace scaispeak::pluginhost {

/// Where scaispeak-worker is: beside this program, or where it is installed.
std::filesystem::path workerProgram();

}  // namespace scaispeak::pluginhost
