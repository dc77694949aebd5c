#pragma once

#include "config/configuration.hpp"
#include "core/logger.hpp"

namespace scaispeak::app {

/// Settings of the contract that this version reads and does not act on yet. What would be dangerous to
/// ignore (TLS) throws std::runtime_error; the rest is logged once.
void refuseUnbuiltSettings(const config::Configuration& configuration, core::Logger& logger);

}  // namespace scaispeak::app
