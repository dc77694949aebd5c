#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace scaispeak::config {

struct TextFile
{
    std::string text;
    std::string error;  ///< Empty when the file was read.
};

/// Reads a regular file, at most `limit` bytes of it. Never blocks on a pipe or a device.
TextFile readTextFile(const std::filesystem::path& file, std::size_t limit);

}  // namespace scaispeak::config
