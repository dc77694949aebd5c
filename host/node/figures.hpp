#pragma once

#include "core/metrics.hpp"
#include "node/engine.hpp"
#include "pluginhost/plugin_host.hpp"

#include <cstdint>
#include <set>

namespace scaispeak::node {

/// What is measured by looking rather than by counting: places, clips, engine and workers. One thread at a
/// time.
class Figures
{
public:
    /// All must outlive it.
    Figures(core::Metrics& metrics, Engine& engine, const pluginhost::PluginHost& plugins);

    /// Looks again. `up`: whether the engine can speak.
    void update(bool up);

private:
    void updateClips();
    void updateWorkers();

    Engine& _engine;
    const pluginhost::PluginHost& _plugins;
    core::Gauge& _inflight;
    core::Gauge& _up;
    core::Gauge& _clipBytes;
    core::Counter& _hits;
    core::Counter& _misses;
    core::Counter& _displaced;
    core::Gauge& _workersReady;
    core::Counter& _workerStarts;
    ClipCache::Counts _counted;
    std::set<std::int64_t> _workers;
};

}  // namespace scaispeak::node
