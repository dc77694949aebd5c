#include "app/unbuilt_settings.hpp"

#include <stdexcept>

namespace scaispeak::app {

void refuseUnbuiltSettings(const config::Configuration& configuration, core::Logger& logger)
{
    if (configuration.listen.tls)
        throw std::runtime_error(
            "listen.tls is set, and this version does not serve TLS yet; put a TLS proxy in front and "
            "remove the key, so that nothing is sent in the clear by mistake");
    const auto ignored = [&logger](bool set, std::string_view key) {
        if (set) logger.warning("setting_not_used_yet", {{"key", key}});
    };
    ignored(!configuration.listen.corsOrigins.empty(), "listen.cors_origins");
    ignored(!configuration.auth.exchange.empty(), "auth.exchange");
    ignored(!configuration.objectsPlugin.empty(), "objects");
    ignored(!configuration.destinationPlugin.empty(), "destination");
    ignored(!configuration.preflight.plugins.empty(), "preflight");
}

}  // namespace scaispeak::app
