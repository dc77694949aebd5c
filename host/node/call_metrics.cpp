#include "node/call_metrics.hpp"

namespace scaispeak::node {
namespace {

constexpr std::array ends{"ok", "stopped", "unsupported", "failed"};
constexpr std::array refusals{"full", "draining", "invalid", "reference", "late"};

double seconds(CallMetrics::Duration duration)
{
    return std::chrono::duration<double>(duration).count();
}

}  // namespace

std::string_view wordOf(CallEnd end) noexcept
{
    return ends[static_cast<std::size_t>(end)];
}

CallMetrics::CallMetrics(core::Metrics& metrics)
    : _duration(metrics.histogram("scaispeak_node_call_seconds",
                                  "From a call's place to its end, of calls that were spoken whole.",
                                  {0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100})),
      _firstAudio(metrics.histogram("scaispeak_node_first_audio_seconds",
                                    "From a call's place to the engine's first audio.",
                                    {0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10}))
{
    for (std::size_t index = 0; index < ends.size(); ++index)
        _ends.at(index) = &metrics.counter("scaispeak_node_calls_total",
                                           "Synthesize calls that had a place, by how they ended.",
                                           {{"outcome", ends.at(index)}});
    for (std::size_t index = 0; index < refusals.size(); ++index)
        _refusals.at(index) =
            &metrics.counter("scaispeak_node_refused_total", "Synthesize calls that were not spoken, by why.",
                             {{"reason", refusals.at(index)}});
}

void CallMetrics::ended(CallEnd end, Duration took)
{
    _ends.at(static_cast<std::size_t>(end))->add();
    if (end == CallEnd::Ok) _duration.observe(seconds(took));
}

void CallMetrics::firstAudio(Duration after)
{
    _firstAudio.observe(seconds(after));
}

void CallMetrics::refused(CallRefusal reason)
{
    _refusals.at(static_cast<std::size_t>(reason))->add();
}

}  // namespace scaispeak::node
