#pragma once

#include <filesystem>
#include <string>

namespace scaispeak::pluginhost {

/// Step "path": the real file behind `named`, which must be an absolute path to a regular file `<id>.so` that
/// only its owner can change (root or the user of this process), in a folder of which the same holds, and not
/// be led out of that folder by a symbolic link. Throws PluginRefused.
std::filesystem::path checkedPluginFile(const std::string& id, const std::filesystem::path& named);

/// Refuses a file or folder that somebody else than root or the user of this process could change.
void checkOwnedAlone(const std::string& id, const std::filesystem::path& path);

}  // namespace scaispeak::pluginhost
