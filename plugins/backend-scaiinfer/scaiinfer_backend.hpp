#pragma once

#include "node_set.hpp"

#include <scaispeak/plugin.hpp>

namespace scaispeak::scaiinfer {

/// An engine that runs on nodes. Calls go side by side.
class ScaiInferBackend : public Backend, public BackendNodes
{
public:
    ScaiInferBackend(const Host& host, std::string_view config);

    /// Of the nodes that carry the engine now, else as it was seen last: what all of them can do, and the
    /// places of all together.
    Engine describe(const Call& call) override;
    void listVoices(const Call& call, Emit<Voice>& emit) override;
    Status synthesize(const Call& call, const SynthesisRequest& request, AudioSink& sink,
                      SynthesisResult& result) override;
    void cancel(std::string_view requestId) override;
    Health health() override;

    void listNodes(const Call& call, Emit<Node>& emit) override;
    void evict(const Call& call, Span<const std::uint8_t> referenceKey,
               const std::vector<std::string>& nodeIds, Emit<EvictOutcome>& emit) override;

private:
    using Clock = std::chrono::steady_clock;

    void awaitFirstAnswer(const Call& call) const;

    const Clock::time_point _created = Clock::now();
    const Host _host;
    const Settings _settings;
    NodeSet _nodes;
    std::mutex _mutex;
    Engine _lastSeen;
    std::vector<Voice> _voices;
};

}  // namespace scaispeak::scaiinfer
