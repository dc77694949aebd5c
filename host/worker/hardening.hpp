#pragma once

#include <cstdint>
#include <string>

namespace scaispeak::worker {

/// Which files the plugin may change.
enum class FileAccess : std::uint8_t
{
    Temporary,  ///< Those below the folders for temporary files, and devices.
    Any,        ///< What the user of the process may: for storage plugins.
};

/// Gives up, for this process and for good, what no plugin needs: new privileges, other processes, most of
/// the file system, the kernel's rarely used doors. What the kernel does not offer is left out. Before any
/// thread is started and before code of the plugin runs. Returns what was done, e.g.
/// "no_new_privileges,rlimits,landlock,seccomp".
std::string harden(FileAccess access);

/// The parts of it; each is false when the kernel does not have it.
bool forbidNewPrivileges();
bool limitResources();
bool restrictFiles();
bool restrictSystemCalls();

}  // namespace scaispeak::worker
