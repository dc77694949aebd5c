#pragma once

#include "config/configuration.hpp"
#include "core/logger.hpp"
#include "pluginhost/plugin_host.hpp"
#include "speak/replaceable_backend.hpp"
#include "speak/slot.hpp"

#include <memory>
#include <string>
#include <vector>

namespace scaispeak::app {

/// The configured slots, in the order of their names, and which plugin stands behind each. A slot without a
/// plugin is listed all the same. The list stays as it is; what stands behind a slot may change.
class Slots
{
public:
    Slots(const config::Configuration& configuration, core::Logger& logger);

    const std::vector<std::shared_ptr<const speak::Slot>>& list() const { return _list; }

    /// Puts the backends behind the slots that their plugins offer now.
    void connect(const pluginhost::PluginHost& plugins);

private:
    struct Place
    {
        std::string slot;
        std::string plugin;
        std::shared_ptr<speak::ReplaceableBackend> backend;
    };

    core::Logger& _logger;
    std::vector<Place> _places;
    std::vector<std::shared_ptr<const speak::Slot>> _list;
};

}  // namespace scaispeak::app
