#pragma once

#include "config/configuration.hpp"
#include "pluginhost/plugin_host.hpp"

namespace scaispeak::setup {

/// What the plugin host is told of one configured plugin.
pluginhost::PluginSpec pluginSpec(const config::Configuration& configuration, const config::Plugin& plugin);

}  // namespace scaispeak::setup
