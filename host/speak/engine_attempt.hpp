#pragma once

#include "core/backend.hpp"
#include "core/cancellation.hpp"

#include <chrono>
#include <functional>
#include <mutex>
#include <string>

namespace scaispeak::audio {
class UtteranceEncoder;
}

namespace scaispeak::speak {

/// One engine call for one segment: takes what the engine pushes and encodes it, on the engine's thread. An
/// attempt that was given up (`expire`, `giveUp`) touches nothing of its utterance any more, however long
/// its engine goes on.
class EngineAttempt : public core::AudioSink
{
public:
    using Clock = std::chrono::steady_clock;

    /// What the utterance gives an attempt to work with; all are called on the engine's thread, while the
    /// attempt is current.
    struct Hooks
    {
        std::function<void(const core::AudioFormat&)> begin;
        std::function<audio::UtteranceEncoder&()> encoder;
        std::function<void()> firstSample;
    };

    explicit EngineAttempt(Hooks hooks);

    core::StopReason begin(const core::AudioFormat& format) override;
    core::StopReason write(std::span<const std::byte> bytes) override;
    void event(const core::SpeechEvent&) override {}

    /// Runs the end of a segment under the same rules as a write. False when the attempt was given up or it
    /// failed.
    bool complete(const std::function<void()>& work);

    /// Gives it up if the engine has been silent for longer than its limit. A write that waits for the
    /// listener does not count as silence.
    bool expire(Clock::time_point now, std::chrono::milliseconds firstAudio,
                std::chrono::milliseconds betweenChunks);
    /// Nobody wants its work any more; whoever gives it up stops its cancellation.
    void giveUp();
    void engineReturned();

    core::Cancellation& cancellation() { return _cancellation; }
    bool gotSample() const;
    /// What was wrong with the audio, for the log; empty when nothing was.
    std::string fault() const;
    std::chrono::nanoseconds engineTime() const;
    std::chrono::nanoseconds orphanedTime(Clock::time_point now) const;

private:
    bool enter();
    void leave();
    core::StopReason inside(const std::function<void()>& work);

    Hooks _hooks;
    core::Cancellation _cancellation;
    mutable std::mutex _mutex;
    bool _current = true;
    bool _inside = false;
    bool _gotSample = false;
    std::string _fault;
    Clock::time_point _engineSince = Clock::now();
    Clock::time_point _givenUpAt{};
    std::chrono::nanoseconds _engineTime{0};
};

}  // namespace scaispeak::speak
