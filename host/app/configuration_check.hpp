#pragma once

#include "config/configuration.hpp"
#include "config/masking.hpp"

namespace scaispeak::app {

/// Opens every configured plugin and checks its configuration against its schema, without making an instance;
/// reads the certificate of the listener. Throws ConfigurationError with everything that is wrong.
void checkConfiguration(const config::Configuration& configuration);

/// The schemas of the plugins that can be read, from their manifests: no plugin's code is run.
config::PluginSchemas schemasOf(const config::Configuration& configuration);

}  // namespace scaispeak::app
