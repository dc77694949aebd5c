#include "app/slot_watch.hpp"

#include <pthread.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

namespace scaispeak::app {
namespace {

constexpr std::chrono::seconds interval{1};
// What an engine says it serves at once is believed up to here; threads are started when they are needed.
constexpr std::uint32_t mostThreads = 1024;

}  // namespace

SlotWatch::SlotWatch(const Slots& slots, voices::VoiceCatalogue& catalogue, core::Logger& logger)
    : _slots(slots), _catalogue(catalogue), _logger(logger)
{
    look(false);
    _thread = std::thread(&SlotWatch::run, this);
}

SlotWatch::~SlotWatch()
{
    stop();
}

void SlotWatch::stop()
{
    {
        const std::lock_guard lock(_mutex);
        _stopping = true;
    }
    _wake.notify_all();
    if (_thread.joinable()) _thread.join();
}

void SlotWatch::run()
{
    ::pthread_setname_np(::pthread_self(), "slot watch");
    std::unique_lock lock(_mutex);
    while (!_wake.wait_for(lock, interval, [this] { return _stopping; })) {
        lock.unlock();
        look(false);
        lock.lock();
    }
}

void SlotWatch::slotsChanged(const std::map<std::string, config::Slot>& before,
                             const std::map<std::string, config::Slot>& now)
{
    {
        const std::lock_guard lock(_looking);
        for (const auto& [name, slot] : before) {
            const auto after = now.find(name);
            if (after == now.end() || after->second.plugin != slot.plugin) _seen.erase(name);
        }
    }
    look(true);
}

void SlotWatch::look(bool letGo)
{
    const std::lock_guard lock(_looking);
    const auto slots = _slots.list();
    for (const auto& slot : *slots) {
        if (slot->backend) slot->backend->refresh();
        const auto engine = slot->engine();
        // The same description is the same object, so that a look costs nothing.
        if (engine->name.empty() || _seen[slot->name] == engine) continue;
        take(*slot, engine);
    }
    if (!letGo) return;
    std::set<std::string> engines;
    for (const auto& seen : _seen)
        if (seen.second) engines.insert(seen.second->name);
    std::set<std::string> mapped;
    for (const auto& slot : *slots)
        if (slot->mapped) mapped.merge(std::set<std::string>(*slot->mapped->get()));
    _catalogue.carryOnly(std::move(engines), std::move(mapped));
}

void SlotWatch::take(const speak::Slot& slot, const std::shared_ptr<const core::EngineDescription>& engine)
{
    const std::uint32_t threads = std::clamp(engine->maxConcurrency, 1U, mostThreads);
    slot.pool->setThreads(threads);
    _catalogue.carry(engine->name);
    if (!takeVoices(slot, *engine)) return;
    _seen[slot.name] = engine;
    _logger.info("slot_ready", {{"slot", std::string_view(slot.name)},
                                {"engine", std::string_view(engine->name)},
                                {"engine_version", std::string_view(engine->version)},
                                {"calls_at_once", std::int64_t{threads}}});
}

bool SlotWatch::takeVoices(const speak::Slot& slot, const core::EngineDescription& engine)
{
    try {
        std::vector<core::EngineVoice> presets;
        if (engine.preset) presets = slot.backend->listVoices();
        std::set<std::string> mapped;
        for (const core::EngineVoice& voice : presets)
            if (core::isPresetId(voice.name)) mapped.insert(voice.name);
        std::erase_if(presets, [&](const core::EngineVoice& voice) { return mapped.contains(voice.name); });
        if (engine.preset) _catalogue.registerPresets(engine.name, presets);
        _catalogue.carryMapped(mapped);
        slot.mapped->set(std::move(mapped));
        return true;
    }
    catch (const std::exception& error) {
        // Once a reason, not once a second.
        if (std::exchange(_complaints[slot.name], error.what()) != error.what())
            _logger.warning("presets_not_registered", {{"slot", std::string_view(slot.name)},
                                                       {"reason", std::string_view(error.what())}});
        return false;
    }
}

}  // namespace scaispeak::app
