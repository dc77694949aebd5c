#pragma once

#include "app/slots.hpp"
#include "core/logger.hpp"
#include "voices/voice_catalogue.hpp"

#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace scaispeak::app {

/// Follows what the slots' engines are: an engine that comes late, or comes back as another one, gets its
/// threads and has its presets registered, without a restart. Looks once when it is made, then every second
/// on a thread of its own.
class SlotWatch
{
public:
    SlotWatch(const Slots& slots, voices::VoiceCatalogue& catalogue, core::Logger& logger);
    ~SlotWatch();
    SlotWatch(const SlotWatch&) = delete;
    SlotWatch& operator=(const SlotWatch&) = delete;

    /// The slots have been configured anew: looks at once, and lets go of the presets of engines that no slot
    /// carries any more. An engine that does not answer just now counts as carried while its slot's plugin is
    /// the same.
    void slotsChanged(const std::map<std::string, config::Slot>& before,
                      const std::map<std::string, config::Slot>& now);

    /// Waits for a look that is under way. Harmless later.
    void stop();

private:
    void look(bool letGo);
    void take(const speak::Slot& slot, const std::shared_ptr<const core::EngineDescription>& engine);
    bool takeVoices(const speak::Slot& slot, const core::EngineDescription& engine);
    void run();

    const Slots& _slots;
    voices::VoiceCatalogue& _catalogue;
    core::Logger& _logger;
    std::mutex _looking;
    std::map<std::string, std::shared_ptr<const core::EngineDescription>> _seen;  ///< By slot.
    std::map<std::string, std::string> _complaints;
    std::mutex _mutex;
    std::condition_variable _wake;
    bool _stopping = false;
    std::thread _thread;
};

}  // namespace scaispeak::app
