#include "speaking.hpp"

#include <algorithm>
#include <thread>

namespace scaispeak::scaiinfer {
namespace {

using Kind = Attempt::Kind;

constexpr std::chrono::milliseconds step{10};
constexpr std::chrono::milliseconds longestWait{200};
constexpr std::uint64_t largestClip = 12 * 1024 * 1024;

}  // namespace

Speaking::Speaking(NodeSet& nodes, const Settings& settings, const Host& host, const Call& call,
                   const SynthesisRequest& request, AudioSink& sink, SynthesisResult& result)
    : _nodes(nodes),
      _settings(settings),
      _host(host),
      _call(call),
      _request(request),
      _sink(sink),
      _result(result)
{
    if (const auto left = call.timeLeft()) _deadline = _begun + *left;
}

Status Speaking::run()
{
    for (;;) {
        const std::shared_ptr<NodeHandle> node = _nodes.choose(_tried);
        if (!node) {
            const Status waited = waitForPlace();
            if (waited != Status::Ok) return waited;
            continue;
        }
        _tried.insert(node.get());
        const Attempt attempt = ask(*node);
        if (attempt.kind == Kind::Done || attempt.kind == Kind::Stopped) {
            if (attempt.kind == Kind::Done) node->breaker().succeeded();
            _result.nodeId = node->report().nodeId;
            return attempt.status;
        }
        if (!another(*node, attempt)) fail();
    }
}

Attempt Speaking::ask(NodeHandle& node)
{
    const Attempt attempt = askOnce(node, nullptr);
    if (attempt.kind != Kind::NeedsReference) return attempt;
    const std::string clip = readClip();
    const Attempt again = askOnce(node, &clip);
    if (again.kind != Kind::NeedsReference) return again;
    return {Kind::Lied, Status::Corrupt, "it asks for a clip that it was sent", {}};
}

Attempt Speaking::askOnce(NodeHandle& node, const std::string* clip)
{
    node.breaker().begin(Clock::now());
    node.beginCall();
    const std::vector<std::uint32_t> rates = node.report().engine.sampleRates;
    const Attempt attempt = node.channel().speak(_call, _request, clip, _deadline, rates, _sink, _result);
    node.endCall();
    return attempt;
}

std::string Speaking::readClip() const
{
    if (!_request.reference) return {};
    std::string clip;
    std::string buffer(65'536, '\0');
    for (;;) {
        const std::size_t size = _request.reference->read(
            clip.size(), {reinterpret_cast<std::uint8_t*>(buffer.data()), buffer.size()});
        if (size == 0) return clip;
        clip.append(buffer, 0, std::min(size, buffer.size()));
        if (clip.size() > largestClip)
            throw Error(Status::TooLarge, {}, "the voice's reference clip is too long for nodes");
    }
}

bool Speaking::another(NodeHandle& node, const Attempt& attempt)
{
    _setbacks.add(attempt);
    if (attempt.kind != Kind::Full) _failed.insert(&node);
    switch (attempt.kind) {
        case Kind::Gone:
            node.lost(attempt.message);
            break;
        case Kind::Full:
            return true;
        case Kind::Refused:
            return false;
        default:
            node.breaker().failed(Clock::now());
            node.complain(attempt.message);
            report(node, attempt);
            break;
    }
    _host.count("scaiinfer_failed_attempts_total");
    return !attempt.sounded;
}

void Speaking::report(const NodeHandle& node, const Attempt& attempt) const
{
    const std::string id = node.report().nodeId;
    const std::initializer_list<Field> fields{
        {"node_id", id}, {"address", node.address()}, {"reason", attempt.message}};
    if (attempt.kind == Kind::Lied)
        _host.log(LogLevel::Warning, "node_lied", fields);
    else
        _host.log(LogLevel::Warning, "node_failed", fields);
}

/// Ok: begin another round.
Status Speaking::waitForPlace()
{
    const auto retryAfter = _setbacks.retryAfter();
    const auto now = Clock::now();
    if (!retryAfter || now - _begun >= _settings.admissionWait) fail();
    const auto until = now + std::min(*retryAfter, longestWait);
    while (Clock::now() < until) {
        const Status status = _call.status();
        if (status != Status::Ok) return status;
        std::this_thread::sleep_for(step);
    }
    // Those that failed are not asked again: only a place was missing.
    _tried = _failed;
    _setbacks.beginRound();
    return Status::Ok;
}

void Speaking::fail() const
{
    throw _setbacks.refusal(_nodes.resting());
}

}  // namespace scaispeak::scaiinfer
