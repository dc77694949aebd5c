#pragma once

#include "config/node.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace scaispeak::config {

/// Reads YAML text into a Node. Bounded: 1 MiB, 32 levels, 20 000 values after aliases are followed. Faults
/// of the text (syntax, a key given twice, bad UTF-8) are added to `faults`; nothing comes back when no tree
/// can be made.
std::optional<Node> parseYaml(const std::string& text, const std::string& file, Faults& faults);

/// The same of a file, whose outermost value has to be a map; an empty file is an empty map.
std::optional<Node> readYamlFile(const std::filesystem::path& file, Faults& faults);

}  // namespace scaispeak::config
