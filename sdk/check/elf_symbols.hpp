#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace scaispeak::check {

/// What a shared object says to the dynamic linker.
struct ElfSymbols
{
    std::vector<std::string> exported;
    std::vector<std::string> unique;     ///< Of them, those of type GNU_UNIQUE.
    std::vector<std::string> undefined;  ///< Without the weak ones.
    std::vector<std::string> needed;
    std::string runPath;
    bool executableStack = true;  ///< Also where the file does not say.
};

/// Reads the file without loading it. Throws Failure when it is no ELF file.
ElfSymbols readElfSymbols(const std::filesystem::path& file);

}  // namespace scaispeak::check
