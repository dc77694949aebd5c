#pragma once

#include "core/logger.hpp"
#include "core/metrics.hpp"
#include "core/policy_source.hpp"
#include "core/setting.hpp"
#include "speak/audio_buffer.hpp"
#include "speak/audio_collector.hpp"
#include "speak/outlook.hpp"
#include "speak/slot.hpp"
#include "speak/supervisor.hpp"
#include "speak/utterance.hpp"

#include <memory>
#include <mutex>
#include <set>
#include <vector>

namespace scaispeak::speak {

/// Speaks: chooses the backend, starts utterances, and ends them when the host stops. Thread safe.
class SpeechService
{
public:
    struct Options
    {
        SpeakTimeouts timeouts;
        std::size_t bufferTotalBytes = std::size_t{512} << 20;
    };

    SpeechService(std::vector<std::shared_ptr<const Slot>> slots, Options options,
                  core::PolicySource& policies, core::Metrics& metrics, core::Logger& logger);

    /// A buffer and its utterance for a listener who takes the audio as it is made. Throws Failure when no
    /// slot can speak the voice: VoiceNotReady, BackendUnavailable, Overloaded.
    struct Stream
    {
        std::shared_ptr<AudioBuffer> audio;
        std::shared_ptr<Utterance> utterance;
    };
    Stream openStream(UtteranceOrder order, std::shared_ptr<UtteranceListener> listener);

    /// The same for a body that is answered in one piece.
    struct Collection
    {
        std::shared_ptr<AudioCollector> audio;
        std::shared_ptr<Utterance> utterance;
    };
    Collection openCollection(UtteranceOrder order, std::shared_ptr<UtteranceListener> listener);

    /// What such a call would meet now under that policy. Starts nothing.
    Outlook explain(const core::Voice& voice, BackendPreference preference, const Policy& policy) const;

    std::vector<SlotState> slotStates() const;

    /// For utterances from now on; those under way keep what they began with.
    void configure(Options options);
    void setSlots(std::vector<std::shared_ptr<const Slot>> slots);

    /// Ends everything. False when an engine still runs after `patience`.
    bool stop(std::chrono::milliseconds patience);

private:
    std::shared_ptr<Utterance> makeUtterance(UtteranceOrder order, std::shared_ptr<AudioOutput> output,
                                             std::shared_ptr<UtteranceListener> listener);

    using Slots = std::vector<std::shared_ptr<const Slot>>;
    void keepPools(const Slots& slots);

    core::Setting<Slots> _slots;
    core::Setting<Options> _options;
    core::PolicySource& _policies;
    SpeakMetrics _metrics;
    core::Logger& _logger;
    std::shared_ptr<BufferBudget> _budget;
    Supervisor _supervisor;
    std::mutex _mutex;
    /// Of all slots that there have been: a pool must not be destroyed by one of its own threads.
    std::set<std::shared_ptr<EnginePool>> _pools;
};

}  // namespace scaispeak::speak
