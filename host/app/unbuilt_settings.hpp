#pragma once

#include "config/configuration.hpp"
#include "core/logger.hpp"

namespace scaispeak::app {

/// Settings of the contract that this version reads and does not act on yet: each is logged.
void warnOfUnbuiltSettings(const config::Configuration& configuration, core::Logger& logger);

}  // namespace scaispeak::app
