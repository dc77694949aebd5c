#pragma once

#include "core/logger.hpp"
#include "speak/attempt_failure.hpp"
#include "speak/audio_output.hpp"
#include "speak/engine_attempt.hpp"
#include "speak/router.hpp"
#include "speak/segment.hpp"
#include "speak/speak_metrics.hpp"
#include "speak/turns.hpp"
#include "speak/utterance_listener.hpp"
#include "speak/utterance_order.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

namespace scaispeak::audio {
class UtteranceEncoder;
}

namespace scaispeak::speak {

/// One text on its way to one listener: segment after segment through the engine, one at a time, each
/// dispatched when the output has room for it. A candidate that fails or is full before the first sample is
/// followed by the next one; while all are full it waits at each for a place. Later a segment of which no
/// sample was made yet is made again once by the same slot; everything else ends the utterance, and its
/// output cannot pass as whole.
///
/// Threads: ordered on any; engines are called on their slot's pool; `stop`, `tick`, `roomMade` on any. Owned
/// by itself from `start` to its end: while it waits for room, nobody else holds it.
class Utterance : public std::enable_shared_from_this<Utterance>
{
public:
    using Clock = std::chrono::steady_clock;

    struct Surroundings
    {
        SpeakTimeouts timeouts;
        SpeakMetrics& metrics;
        core::Logger& logger;
        std::vector<std::shared_ptr<const Slot>> slots;
    };

    Utterance(UtteranceOrder order, Route route, std::shared_ptr<AudioOutput> output,
              std::shared_ptr<UtteranceListener> listener, const Surroundings& surroundings);
    ~Utterance();

    void start();
    /// Starts it, on the caller's thread where the first choice has a place at once: then what is returned is
    /// to be called, soon, and takes as long as the engine. Empty: it is on its way.
    std::function<void()> startHere();
    /// Nobody wants it any more: the engine is told, the output ends, the listener hears of it. Harmless
    /// later.
    void stop(core::StopReason why);
    /// The listener took something, so there may be room for the next segment.
    void roomMade();
    /// Looks at the time limits. False when it has ended.
    bool tick(Clock::time_point now);

private:
    class Turn;
    enum class Phase
    {
        New,
        WaitingForRoom,
        Queued,
        Running,
        Ended
    };
    using Lock = std::unique_lock<std::mutex>;

    void run(const Turn& turn, std::size_t candidate) noexcept;
    const Slot& slot() const { return _turns.slot(_candidate); }
    std::shared_ptr<EngineAttempt> makeAttempt();
    void beginAudio(const core::AudioFormat& format);
    audio::UtteranceEncoder& encoder();
    void firstSample();
    void noteSlot();

    std::size_t expectedBytes(std::span<const Segment> segments) const;
    bool turnOverdue(Clock::time_point now) const;
    /// Leaves the lock to the engine's thread: nothing of this may be touched after it.
    void dispatch(Lock& lock);
    bool queue();
    void begin();
    /// The same: stands in the queues of the candidates, up to one that begins at once.
    void queueUp(Lock& lock, Clock::time_point now);
    void conclude(const std::shared_ptr<EngineAttempt>& attempt, const core::SynthesisOutcome& outcome);
    bool completeSegment(EngineAttempt& attempt);
    void segmentDone(Lock& lock, const EngineAttempt& attempt);
    void attemptFailed(Lock& lock, const std::shared_ptr<EngineAttempt>& attempt, AttemptFailure failure);
    void noteFailure(std::size_t candidate, const AttemptFailure& failure) const;
    void endBroken(Lock& lock, const AttemptFailure& failure);
    void endUnspoken(Lock& lock);
    void endOverdue(Lock& lock);
    void end(Lock& lock, UtteranceSummary::Outcome outcome, const core::Failure* failure);

    const UtteranceOrder _order;
    const std::vector<SlotRefusal> _refusals;
    const std::vector<Segment> _segments;
    const std::shared_ptr<AudioOutput> _output;
    const std::shared_ptr<UtteranceListener> _listener;
    const Surroundings _surroundings;
    const Clock::time_point _orderedAt = Clock::now();

    std::mutex _mutex;
    Turns _turns;
    Phase _phase = Phase::New;
    std::shared_ptr<Utterance> _self;  ///< Set while it is under way.
    std::size_t _segment = 0;
    std::size_t _candidate = 0;  ///< Who was asked last.
    bool _started = false;
    bool _retried = false;
    std::shared_ptr<EngineAttempt> _attempt;
    bool _queuing = false;  ///< Somebody is in `queueUp`.
    std::optional<Clock::time_point> _queuedAt;
    Clock::time_point _attemptAt{};
    UtteranceSummary _summary;

    // Used by the current attempt alone.
    std::unique_ptr<audio::UtteranceEncoder> _encoder;
};

}  // namespace scaispeak::speak
