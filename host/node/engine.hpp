#pragma once

#include "core/backend.hpp"
#include "core/logger.hpp"
#include "core/metrics.hpp"
#include "node/admission.hpp"
#include "node/call_metrics.hpp"
#include "node/clip_cache.hpp"
#include "speak/engine_pool.hpp"

#include <atomic>
#include <memory>
#include <string>
#include <vector>

namespace scaispeak::node {

/// What all calls of a node share: the engine, its places and threads, and the clips. Thread safe.
class Engine
{
public:
    /// Asks the engine for its voices. Throws Failure. Logger and metrics must outlive it.
    Engine(std::shared_ptr<core::Backend> backend, std::size_t clipCacheBytes, core::Metrics& metrics,
           core::Logger& logger);

    core::Backend& backend() { return *_backend; }
    const core::EngineDescription& description() const { return *_description; }
    const std::vector<core::EngineVoice>& voices() const { return _voices; }
    const std::string& nodeId() const { return _nodeId; }
    /// The same for the same list of voices.
    const std::string& voicesRevision() const { return _voicesRevision; }
    Admission& admission() { return _admission; }
    ClipCache& clips() { return _clips; }
    speak::EnginePool& pool() { return _pool; }
    core::Logger& logger() { return _logger; }

    CallMetrics& calls() { return _callMetrics; }

    /// For the engine alone, so that two callers with the same request id do not cancel each other.
    std::string callId(const std::string& requestId);

private:
    std::shared_ptr<core::Backend> _backend;
    std::shared_ptr<const core::EngineDescription> _description;
    std::vector<core::EngineVoice> _voices;
    std::string _nodeId;
    std::string _voicesRevision;
    Admission _admission;
    ClipCache _clips;
    speak::EnginePool _pool;
    CallMetrics _callMetrics;
    core::Logger& _logger;
    std::atomic<std::uint64_t> _calls{0};
};

}  // namespace scaispeak::node
