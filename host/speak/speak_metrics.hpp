#pragma once

#include "core/metrics.hpp"
#include "speak/utterance_order.hpp"

#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace scaispeak::speak {

/// What is counted of utterances. Thread safe.
class SpeakMetrics
{
public:
    explicit SpeakMetrics(core::Metrics& metrics);

    /// A slot of the configuration: what is counted of it begins with zeros.
    void slot(const std::string& name);

    void began() { _active.add(1); }
    void ended(const UtteranceSummary& summary);
    void engineCalled() { _calls.add(1); }
    /// `reason`: one of the few words of why that happens.
    void attemptFailed(const std::string& slot, std::string_view reason);
    /// And what it made is counted.
    void engineReturned() { _calls.add(-1); }
    /// An engine went on for that long after nobody wanted its work any more.
    void orphaned(std::chrono::nanoseconds time);

private:
    struct OfSlot
    {
        core::Counter& completed;
        core::Counter& cancelled;
        core::Counter& failed;
        core::Counter& failovers;
    };
    OfSlot& of(const std::string& slot);

    core::Metrics& _metrics;
    std::mutex _mutex;
    std::map<std::string, OfSlot> _slots;  ///< As many as the configuration ever had, and "none".
    core::Gauge& _active;
    core::Gauge& _calls;
    core::Counter& _chars;
    core::Counter& _orphanedSeconds;
    core::Histogram& _firstAudioEngine;
    core::Histogram& _firstAudioGateway;
    core::Histogram& _realTimeFactor;
};

}  // namespace scaispeak::speak
