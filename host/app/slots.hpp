#pragma once

#include "config/configuration.hpp"
#include "core/logger.hpp"
#include "pluginhost/plugin_host.hpp"
#include "speak/slot.hpp"

#include <memory>
#include <vector>

namespace scaispeak::app {

/// The configured slots, in the order of their names, with their backends and engine pools. A slot whose
/// backend is not there is listed all the same.
std::vector<std::shared_ptr<const speak::Slot>> makeSlots(const config::Configuration& configuration,
                                                          const pluginhost::PluginHost& plugins,
                                                          core::Logger& logger);

}  // namespace scaispeak::app
