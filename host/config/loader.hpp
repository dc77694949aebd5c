#pragma once

#include "config/configuration.hpp"
#include "config/environment.hpp"
#include "config/fault.hpp"

#include <filesystem>

namespace scaispeak::config {

/// Reads a configuration: `file`, over it `conf.d/*.yaml` beside it in the order of their names, over them
/// the variables `SCAISPEAK_...` of `environment`; then ${env:} and ${file:} are put in, and everything is
/// checked. Throws ConfigurationError with every fault found. Changes nothing, so a failed reload leaves the
/// old one in force.
Configuration load(const std::filesystem::path& file, const Environment& environment);

}  // namespace scaispeak::config
