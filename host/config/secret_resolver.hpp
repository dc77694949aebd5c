#pragma once

#include "config/environment.hpp"
#include "config/node.hpp"

#include <filesystem>
#include <set>
#include <string>

namespace scaispeak::config {

/// Puts `${env:NAME}` and `${file:PATH}` in: the variable, or the file's content without the newline at its
/// end (at most 64 KiB, relative paths from `folder`). `$${` stands for a `${` that is meant as it is. What
/// was put in is not looked into again. Returns the key paths of the values that were changed by it, which
/// are secret from here on.
std::set<std::string> resolveSecrets(Node& root, const Environment& environment,
                                     const std::filesystem::path& folder, Faults& faults);

}  // namespace scaispeak::config
