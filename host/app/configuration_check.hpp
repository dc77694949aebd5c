#pragma once

#include "config/configuration.hpp"
#include "config/masking.hpp"

#include <iosfwd>

namespace scaispeak::app {

/// Opens every configured plugin and checks its configuration against its schema, without making an instance.
/// Says what is wrong; returns the exit code.
int checkConfiguration(const config::Configuration& configuration, std::ostream& out);

/// The schemas of the plugins that can be read, from their manifests: no plugin's code is run.
config::PluginSchemas schemasOf(const config::Configuration& configuration);

}  // namespace scaispeak::app
