#pragma once

#include <filesystem>
#include <string_view>

namespace scaispeak::check {

/// Writes a file so that readers see the old one or all of the new one. Mode 0644. Throws std::system_error.
void writeAtomically(const std::filesystem::path& file, std::string_view text);

}  // namespace scaispeak::check
