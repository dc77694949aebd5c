#pragma once

#include "config/configuration.hpp"
#include "config/fault.hpp"
#include "pluginhost/loader/plugin_refused.hpp"

namespace scaispeak::app {

/// What is wrong with a plugin as faults of the file: each key that its schema refuses, or the plugin itself.
void addFaults(const pluginhost::PluginRefused& refused, const config::Configuration& configuration,
               config::Faults& faults);

}  // namespace scaispeak::app
