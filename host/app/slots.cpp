#include "app/slots.hpp"

namespace scaispeak::app {
namespace {

// Utterances that wait for an engine of one slot; beyond it a call is refused at once instead of after its
// wait.
constexpr std::size_t queueLimit = 4096;

speak::SlotClass classOf(config::SlotClass configured)
{
    return configured == config::SlotClass::Relay ? speak::SlotClass::Relay : speak::SlotClass::SelfHosted;
}

}  // namespace

Slots::Slots(const config::Configuration& configuration, core::Logger& logger) : _logger(logger)
{
    for (const auto& [name, configured] : configuration.slots) {
        auto slot = std::make_shared<speak::Slot>();
        slot->name = name;
        slot->slotClass = classOf(configured.slotClass);
        if (configured.configured()) {
            auto backend = std::make_shared<speak::ReplaceableBackend>();
            slot->backend = backend;
            slot->pool = std::make_shared<speak::EnginePool>(1, queueLimit);
            _places.push_back({name, configured.plugin, std::move(backend)});
        }
        _list.push_back(std::move(slot));
    }
}

void Slots::connect(const pluginhost::PluginHost& plugins)
{
    for (const Place& place : _places) {
        try {
            place.backend->replace(plugins.backend(place.plugin));
        }
        catch (const std::exception& error) {
            place.backend->replace(nullptr, error.what());
            _logger.error("slot_not_available", {{"slot", std::string_view(place.slot)},
                                                 {"reason", std::string_view(error.what())}});
        }
    }
}

}  // namespace scaispeak::app
