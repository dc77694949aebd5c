#include "speak/speak_metrics.hpp"

#include <algorithm>
#include <vector>

namespace scaispeak::speak {
namespace {

const std::string utterances = "scaispeak_utterances_total";
const std::string utterancesHelp = "Utterances that ended, by outcome and the slot that spoke (\"none\").";
const std::string nobody = "none";
const std::string firstAudio = "scaispeak_first_audio_seconds";
const std::string firstAudioHelp =
    "From the order to the first sample: the engine's share and the gateway's (queue included).";

std::vector<double> latencyBounds()
{
    return {0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
}

double seconds(std::chrono::nanoseconds time)
{
    return std::chrono::duration<double>(time).count();
}

}  // namespace

SpeakMetrics::SpeakMetrics(core::Metrics& metrics)
    : _metrics(metrics),
      _active(metrics.gauge("scaispeak_utterances_active", "Utterances being spoken or waiting.")),
      _calls(metrics.gauge("scaispeak_engine_calls_active", "Engine calls that run now.")),
      _chars(metrics.counter("scaispeak_characters_total", "Code points whose first sample was delivered.")),
      _orphanedSeconds(metrics.counter("scaispeak_engine_orphaned_seconds_total",
                                       "Engine time spent after nobody wanted the work any more.")),
      _firstAudioEngine(
          metrics.histogram(firstAudio, firstAudioHelp, latencyBounds(), {{"share", "engine"}})),
      _firstAudioGateway(
          metrics.histogram(firstAudio, firstAudioHelp, latencyBounds(), {{"share", "gateway"}})),
      _realTimeFactor(
          metrics.histogram("scaispeak_real_time_factor", "Engine time for a second of audio.",
                            {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2}))
{
    of(nobody);
}

SpeakMetrics::OfSlot& SpeakMetrics::of(const std::string& slot)
{
    const std::lock_guard lock(_mutex);
    const auto known = _slots.find(slot);
    if (known != _slots.end()) return known->second;
    const auto ending = [&](const char* outcome) -> core::Counter& {
        return _metrics.counter(utterances, utterancesHelp, {{"outcome", outcome}, {"slot", slot}});
    };
    OfSlot made{
        ending("completed"), ending("cancelled"), ending("failed"),
        _metrics.counter("scaispeak_failovers_total",
                         "Utterances that another slot than their first candidate spoke, by that slot.",
                         {{"slot", slot}})};
    return _slots.emplace(slot, made).first->second;
}

void SpeakMetrics::slot(const std::string& name)
{
    of(name);
}

void SpeakMetrics::attemptFailed(const std::string& slot, std::string_view reason)
{
    _metrics
        .counter("scaispeak_failed_attempts_total",
                 "Engine calls, and waits for one, that came to nothing, by slot and reason.",
                 {{"slot", slot}, {"reason", std::string(reason)}})
        .add();
}

void SpeakMetrics::ended(const UtteranceSummary& summary)
{
    _active.add(-1);
    OfSlot& slot = of(summary.slot.empty() ? nobody : summary.slot);
    if (summary.failover) slot.failovers.add();
    switch (summary.outcome) {
        case UtteranceSummary::Outcome::Completed:
            slot.completed.add();
            break;
        case UtteranceSummary::Outcome::Cancelled:
            slot.cancelled.add();
            break;
        case UtteranceSummary::Outcome::Failed:
            slot.failed.add();
            break;
    }
    _chars.add(static_cast<double>(summary.chars));
    if (summary.firstAudio.count() > 0) {
        _firstAudioEngine.observe(seconds(summary.engineFirstAudio));
        _firstAudioGateway.observe(
            seconds(std::max(std::chrono::nanoseconds(0), summary.firstAudio - summary.engineFirstAudio)));
    }
    if (summary.samples > 0 && summary.sampleRate > 0)
        _realTimeFactor.observe(seconds(summary.engineTime) * summary.sampleRate /
                                static_cast<double>(summary.samples));
}

void SpeakMetrics::orphaned(std::chrono::nanoseconds time)
{
    _orphanedSeconds.add(seconds(time));
}

}  // namespace scaispeak::speak
