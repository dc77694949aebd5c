#include "app/slots.hpp"

#include <algorithm>

namespace scaispeak::app {
namespace {

// Threads wait for their engine; more than this many calls at once are a matter for nodes.
constexpr unsigned mostThreads = 64;
// Utterances that wait for an engine of one slot; beyond it a call is refused at once instead of after its
// wait.
constexpr std::size_t queueLimit = 4096;

void connect(speak::Slot& slot, const std::string& plugin, const pluginhost::PluginHost& plugins,
             core::Logger& logger)
{
    try {
        slot.backend = plugins.backend(plugin);
        slot.engine = slot.backend->describe();
        const unsigned threads = std::clamp(slot.engine.maxConcurrency, 1U, mostThreads);
        slot.pool = std::make_shared<speak::EnginePool>(threads, queueLimit);
        logger.info("slot_ready", {{"slot", std::string_view(slot.name)},
                                   {"plugin", std::string_view(plugin)},
                                   {"engine", std::string_view(slot.engine.name)},
                                   {"calls_at_once", std::int64_t{threads}}});
    }
    catch (const std::exception& error) {
        slot.backend.reset();
        slot.missing = error.what();
        logger.error("slot_not_available",
                     {{"slot", std::string_view(slot.name)}, {"reason", std::string_view(error.what())}});
    }
}

}  // namespace

std::vector<std::shared_ptr<const speak::Slot>> makeSlots(const config::Configuration& configuration,
                                                          const pluginhost::PluginHost& plugins,
                                                          core::Logger& logger)
{
    std::vector<std::shared_ptr<const speak::Slot>> slots;
    for (const auto& [name, configured] : configuration.slots) {
        auto slot = std::make_shared<speak::Slot>();
        slot->name = name;
        slot->slotClass = configured.slotClass == config::SlotClass::Relay ? speak::SlotClass::Relay
                                                                           : speak::SlotClass::SelfHosted;
        if (configured.configured()) connect(*slot, configured.plugin, plugins, logger);
        slots.push_back(std::move(slot));
    }
    return slots;
}

}  // namespace scaispeak::app
