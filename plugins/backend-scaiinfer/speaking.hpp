#pragma once

#include "node_set.hpp"
#include "setbacks.hpp"

namespace scaispeak::scaiinfer {

/// One request on its way through the nodes: each is asked once a round as long as nothing has sounded; when
/// all are full it waits and begins another round.
class Speaking
{
public:
    Speaking(NodeSet& nodes, const Settings& settings, const Host& host, const Call& call,
             const SynthesisRequest& request, AudioSink& sink, SynthesisResult& result);

    /// As Backend::synthesize.
    Status run();

private:
    using Clock = std::chrono::steady_clock;

    Attempt ask(NodeHandle& node);
    Attempt askOnce(NodeHandle& node, const std::string* clip);
    std::string readClip() const;
    /// True when another node may be asked.
    bool another(NodeHandle& node, const Attempt& attempt);
    void report(const NodeHandle& node, const Attempt& attempt) const;
    Status waitForPlace();
    [[noreturn]] void fail() const;

    NodeSet& _nodes;
    const Settings& _settings;
    const Host& _host;
    const Call& _call;
    const SynthesisRequest& _request;
    AudioSink& _sink;
    SynthesisResult& _result;
    const Clock::time_point _begun = Clock::now();
    Clock::time_point _deadline = Clock::time_point::max();
    std::set<NodeHandle*> _tried;   ///< In this round.
    std::set<NodeHandle*> _failed;  ///< Not to be asked again.
    Setbacks _setbacks;
};

}  // namespace scaispeak::scaiinfer
