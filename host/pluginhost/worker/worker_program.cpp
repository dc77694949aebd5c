#include "pluginhost/worker/worker_program.hpp"

namespace scaispeak::pluginhost {

std::filesystem::path workerProgram()
{
    constexpr const char* name = "scaispeak-worker";
    std::error_code error;
    const std::filesystem::path own = std::filesystem::read_symlink("/proc/self/exe", error);
    const std::filesystem::path beside = own.parent_path() / name;
    if (!error && std::filesystem::exists(beside, error)) return beside;
    return own.parent_path().parent_path() / "libexec" / "scaispeak" / name;
}

}  // namespace scaispeak::pluginhost
