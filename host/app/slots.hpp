#pragma once

#include "config/configuration.hpp"
#include "core/logger.hpp"
#include "core/setting.hpp"
#include "pluginhost/plugin_host.hpp"
#include "speak/replaceable_backend.hpp"
#include "speak/slot.hpp"

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace scaispeak::app {

/// The configured slots, in the order of their names, and which plugin stands behind each. A slot without a
/// plugin is listed all the same. One thread configures and connects; list() is for any.
class Slots
{
public:
    using List = std::vector<std::shared_ptr<const speak::Slot>>;

    explicit Slots(core::Logger& logger) : _logger(logger) {}

    /// Makes the list anew. What stands behind a slot stays where neither the slot's plugin nor an instance
    /// of it, one of `exchanged`, is another; else the old one stays with the calls that hold it.
    void configure(const std::map<std::string, config::Slot>& slots,
                   const std::vector<std::string>& exchanged = {});

    /// Puts the backends behind the slots that their plugins offer now.
    void connect(const pluginhost::PluginHost& plugins);

    std::shared_ptr<const List> list() const { return _list.get(); }

private:
    struct Place
    {
        std::string plugin;
        std::shared_ptr<speak::ReplaceableBackend> backend;
        bool connected = false;
    };

    std::shared_ptr<const speak::Slot> makeSlot(const std::string& name, const config::Slot& configured);

    core::Logger& _logger;
    std::map<std::string, Place> _places;
    /// By slot, also of slots that are gone: one that comes back has the same threads.
    std::map<std::string, std::shared_ptr<speak::EnginePool>> _pools;
    /// By slot and plugin, so that a plugin that was exchanged is asked for what the old one spoke until the
    /// new one has said what it speaks.
    std::map<std::pair<std::string, std::string>, std::shared_ptr<speak::MappedVoices>> _mapped;
    core::Setting<List> _list{List()};
};

}  // namespace scaispeak::app
