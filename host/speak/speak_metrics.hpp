#pragma once

#include "core/metrics.hpp"
#include "speak/utterance_order.hpp"

namespace scaispeak::speak {

/// What is counted of utterances. Thread safe.
class SpeakMetrics
{
public:
    explicit SpeakMetrics(core::Metrics& metrics);

    void began() { _active.add(1); }
    void ended(const UtteranceSummary& summary);
    void engineCalled() { _calls.add(1); }
    /// And what it made is counted.
    void engineReturned() { _calls.add(-1); }
    /// An engine went on for that long after nobody wanted its work any more.
    void orphaned(std::chrono::nanoseconds time);

private:
    core::Gauge& _active;
    core::Gauge& _calls;
    core::Counter& _completed;
    core::Counter& _cancelled;
    core::Counter& _failed;
    core::Counter& _chars;
    core::Counter& _orphanedSeconds;
    core::Histogram& _firstAudioEngine;
    core::Histogram& _firstAudioGateway;
    core::Histogram& _realTimeFactor;
};

}  // namespace scaispeak::speak
