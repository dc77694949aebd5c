#include "app/slots.hpp"

#include <algorithm>
#include <set>
#include <utility>

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

void Slots::configure(const std::map<std::string, config::Slot>& slots,
                      const std::vector<std::string>& exchanged)
{
    std::erase_if(_places, [&](const auto& place) {
        const auto configured = slots.find(place.first);
        const std::string& plugin = place.second.plugin;
        return configured == slots.end() || configured->second.plugin != plugin ||
               std::ranges::find(exchanged, plugin) != exchanged.end();
    });
    List list;
    for (const auto& [name, configured] : slots)
        list.push_back(makeSlot(name, configured));
    _list.set(std::move(list));
}

std::shared_ptr<const speak::Slot> Slots::makeSlot(const std::string& name, const config::Slot& configured)
{
    auto slot = std::make_shared<speak::Slot>();
    slot->name = name;
    slot->slotClass = classOf(configured.slotClass);
    if (!configured.configured()) return slot;
    Place& place = _places[name];
    if (!place.backend) place = {configured.plugin, std::make_shared<speak::ReplaceableBackend>()};
    slot->backend = place.backend;
    auto& pool = _pools[name];
    if (!pool) pool = std::make_shared<speak::EnginePool>(1, queueLimit);
    slot->pool = pool;
    auto& mapped = _mapped[{name, configured.plugin}];
    if (!mapped) mapped = std::make_shared<speak::MappedVoices>(std::set<std::string>());
    slot->mapped = mapped;
    return slot;
}

void Slots::connect(const pluginhost::PluginHost& plugins)
{
    for (auto& [name, place] : _places) {
        if (place.connected) continue;
        try {
            place.backend->replace(plugins.backend(place.plugin));
            place.connected = true;
        }
        catch (const std::exception& error) {
            place.backend->replace(nullptr, error.what());
            _logger.error("slot_not_available",
                          {{"slot", std::string_view(name)}, {"reason", std::string_view(error.what())}});
        }
    }
}

}  // namespace scaispeak::app
