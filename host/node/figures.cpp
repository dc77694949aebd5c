#include "node/figures.hpp"

namespace scaispeak::node {
namespace {

constexpr const char* lookups = "scaispeak_node_clip_lookups_total";
constexpr const char* lookupsHelp = "Clips that hosts named without sending them, by whether they were here.";

}  // namespace

Figures::Figures(core::Metrics& metrics, Engine& engine, const pluginhost::PluginHost& plugins)
    : _engine(engine),
      _plugins(plugins),
      _inflight(metrics.gauge("scaispeak_node_inflight", "Synthesize calls that run.")),
      _up(metrics.gauge("scaispeak_node_engine_up", "1 when the engine can speak.")),
      _clipBytes(metrics.gauge("scaispeak_node_clip_cache_bytes", "Memory of reference clips.")),
      _hits(metrics.counter(lookups, lookupsHelp, {{"result", "hit"}})),
      _misses(metrics.counter(lookups, lookupsHelp, {{"result", "miss"}})),
      _displaced(metrics.counter("scaispeak_node_clips_displaced_total",
                                 "Clips that made room in the cache for others.")),
      _workersReady(metrics.gauge("scaispeak_node_workers_ready", "Worker processes that take calls.")),
      _workerStarts(metrics.counter("scaispeak_node_worker_starts_total",
                                    "Worker processes that were seen to begin, the first ones too."))
{
    metrics.gauge("scaispeak_node_places", "Synthesize calls that may run at once.")
        .set(engine.admission().places());
}

void Figures::update(bool up)
{
    _inflight.set(_engine.admission().inflight());
    _up.set(up ? 1 : 0);
    updateClips();
    updateWorkers();
}

void Figures::updateClips()
{
    _clipBytes.set(static_cast<double>(_engine.clips().bytes()));
    const ClipCache::Counts now = _engine.clips().counts();
    _hits.add(static_cast<double>(now.hits - _counted.hits));
    _misses.add(static_cast<double>(now.misses - _counted.misses));
    _displaced.add(static_cast<double>(now.displaced - _counted.displaced));
    _counted = now;
}

void Figures::updateWorkers()
{
    std::set<std::int64_t> workers;
    int ready = 0;
    for (const pluginhost::PluginStatus& plugin : _plugins.status())
        for (const pluginhost::WorkerStatus& worker : plugin.workers) {
            workers.insert(worker.pid);
            if (worker.state == "ready") ++ready;
            if (!_workers.contains(worker.pid)) _workerStarts.add();
        }
    _workersReady.set(ready);
    _workers = std::move(workers);
}

}  // namespace scaispeak::node
