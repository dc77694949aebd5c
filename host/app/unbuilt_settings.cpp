#include "app/unbuilt_settings.hpp"

namespace scaispeak::app {

void warnOfUnbuiltSettings(const config::Configuration& configuration, core::Logger& logger)
{
    const auto ignored = [&logger](bool set, std::string_view key) {
        if (set) logger.warning("setting_not_used_yet", {{"key", key}});
    };
    ignored(!configuration.auth.exchange.empty(), "auth.exchange");
    ignored(!configuration.objectsPlugin.empty(), "objects");
    ignored(!configuration.destinationPlugin.empty(), "destination");
    ignored(!configuration.preflight.plugins.empty(), "preflight");
}

}  // namespace scaispeak::app
