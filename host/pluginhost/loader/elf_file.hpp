#pragma once

#include <filesystem>
#include <string>

namespace scaispeak::pluginhost {

/// Step "elf": refuses what the dynamic linker could not load here, before any of it is mapped: no ELF file,
/// one of another machine, no shared object, or cut short. Throws PluginRefused.
void checkElfFile(const std::string& id, const std::filesystem::path& file);

}  // namespace scaispeak::pluginhost
