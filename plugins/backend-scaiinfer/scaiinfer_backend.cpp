#include "scaiinfer_backend.hpp"

#include "speaking.hpp"

#include <algorithm>
#include <thread>

namespace scaispeak::scaiinfer {
namespace {

constexpr std::chrono::seconds evictPatience{3};
constexpr std::chrono::seconds firstAnswerPatience{1};
constexpr std::chrono::milliseconds step{5};

}  // namespace

ScaiInferBackend::ScaiInferBackend(const Host& host, std::string_view config)
    : _host(host), _settings(readSettings(config)), _nodes(_settings, _host)
{
    _lastSeen.name = _settings.engine;
}

/// An engine is what its nodes say, and right after the start none has said anything yet.
void ScaiInferBackend::awaitFirstAnswer(const Call& call) const
{
    const auto until = _created + firstAnswerPatience;
    while (!_nodes.met() && Clock::now() < until && call.status() == Status::Ok)
        std::this_thread::sleep_for(step);
}

Engine ScaiInferBackend::describe(const Call& call)
{
    awaitFirstAnswer(call);
    bool first = true;
    std::uint32_t places = 0;
    const std::lock_guard lock(_mutex);
    for (const auto& node : _nodes.all()) {
        if (!node->carries()) continue;
        const Report report = node->report();
        places += report.engine.maxConcurrency;
        const std::uint32_t features = _lastSeen.features;
        if (first) {
            _lastSeen = report.engine;
            _voices = report.voices;
        }
        else
            _lastSeen.features = features & report.engine.features;
        first = false;
    }
    if (places > 0) _lastSeen.maxConcurrency = places;
    return _lastSeen;
}

void ScaiInferBackend::listVoices(const Call& call, Emit<Voice>& emit)
{
    describe(call);
    std::vector<Voice> voices;
    {
        const std::lock_guard lock(_mutex);
        voices = _voices;
    }
    for (const Voice& voice : voices)
        if (!emit(voice)) return;
}

Status ScaiInferBackend::synthesize(const Call& call, const SynthesisRequest& request, AudioSink& sink,
                                    SynthesisResult& result)
{
    if (const Status said = call.status(); said != Status::Ok) return said;
    if (request.textFormat != SCS_TEXT_PLAIN)
        throw Error(Status::Unsupported, "backend-scaiinfer.text_format", "nodes read plain text only");
    return Speaking(_nodes, _settings, _host, call, request, sink, result).run();
}

void ScaiInferBackend::cancel(std::string_view requestId)
{
    for (const auto& node : _nodes.all())
        node->channel().cancel(requestId);
}

Health ScaiInferBackend::health()
{
    if (!_nodes.eligible().empty()) return {};
    std::size_t online = 0;
    bool carried = false;
    const auto all = _nodes.all();
    for (const auto& node : all) {
        online += node->online() ? 1 : 0;
        carried = carried || node->carries();
    }
    if (carried) return {false, "circuit_open", "every node that carries the engine failed lately"};
    return {false, "no_node_with_engine",
            std::to_string(all.size()) + " nodes known, " + std::to_string(online) +
                " online, none with the engine " + _settings.engine};
}

void ScaiInferBackend::listNodes(const Call&, Emit<Node>& emit)
{
    for (const auto& node : _nodes.all())
        if (!emit(node->listed())) return;
}

void ScaiInferBackend::evict(const Call& call, Span<const std::uint8_t> referenceKey,
                             const std::vector<std::string>& nodeIds, Emit<EvictOutcome>& emit)
{
    std::set<std::string> wanted(nodeIds.begin(), nodeIds.end());
    const bool every = wanted.empty();
    for (const auto& node : _nodes.all()) {
        if (call.cancelled()) return;
        const Node listed = node->listed();
        const std::string& id = listed.nodeId;
        if (!every && wanted.erase(id) == 0) continue;
        EvictOutcome outcome{id, EvictOutcome::Kind::Failed, {}};
        // What it held went with its process, or it is asked again when it is back.
        if (listed.status == NodeStatus::Offline) {
            outcome.error = "the node is offline";
            if (!emit(outcome)) return;
            continue;
        }
        try {
            const bool held = node->channel().evict(referenceKey, evictPatience);
            outcome.kind = held ? EvictOutcome::Kind::Done : EvictOutcome::Kind::NotHeld;
        }
        catch (const Error&) {
            outcome.error = "the node does not answer";
        }
        if (!emit(outcome)) return;
    }
    // What it held went with the process that had this id, if the process is gone.
    for (const std::string& id : wanted)
        if (!emit(EvictOutcome{id, EvictOutcome::Kind::Failed, "no node of this id is known"})) return;
}

}  // namespace scaispeak::scaiinfer
