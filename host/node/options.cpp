#include "node/options.hpp"

#include "config/environment.hpp"
#include "config/loader.hpp"
#include "config/plugin_directory.hpp"

namespace scaispeak::node {

config::Configuration configurationOf(const Options& options)
{
    config::Configuration configuration;
    if (options.config.empty())
        configuration.pluginDir = config::defaultPluginDirectory(config::programFolder());
    else
        configuration = config::load(options.config, config::processEnvironment());
    if (options.port) configuration.listen.port = *options.port;
    if (options.address) configuration.listen.address = *options.address;
    if (options.metricsPort) configuration.metrics.port = *options.metricsPort;
    return configuration;
}

}  // namespace scaispeak::node
