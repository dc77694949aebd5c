#include "config/plugin_directory.hpp"

#include <system_error>

namespace scaispeak::config {

std::filesystem::path programFolder()
{
    std::error_code error;
    return std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
}

std::filesystem::path defaultPluginDirectory(const std::filesystem::path& programFolder)
{
    std::error_code error;
    const std::filesystem::path beside = (programFolder / ".." / "plugins").lexically_normal();
    if (!programFolder.empty() && std::filesystem::is_directory(beside, error)) return beside;
    return SCAISPEAK_PLUGIN_DIR;
}

}  // namespace scaispeak::config
