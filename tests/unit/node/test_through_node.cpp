#include "cloning_engine.hpp"
#include "node/grpc_server.hpp"
#include "pluginhost/plugin_host.hpp"
#include "support/quiet_logger.hpp"
#include "support/quiet_metrics.hpp"

#include <cppunit/extensions/HelperMacros.h>

#include <functional>
#include <optional>
#include <thread>

namespace {

using namespace scaispeak;
using core::SynthesisStatus;

class NoCredentials : public core::CredentialLookup
{
public:
    std::optional<core::Identity> lookup(const core::Sha256&) override { return std::nullopt; }
};

class CountedClip : public core::ReferenceClip
{
public:
    mutable int reads = 0;
    std::span<const std::uint8_t, 32> key() const override { return _key; }
    std::uint32_t sampleRate() const override { return 16'000; }
    std::uint64_t frames() const override { return 50'000; }
    const std::string& transcript() const override { return _transcript; }
    std::size_t read(std::uint64_t offset, std::span<std::byte> out) const override
    {
        ++reads;
        return offset >= 100'000 ? 0 : std::min<std::size_t>(out.size(), 100'000 - offset);
    }

private:
    std::array<std::uint8_t, 32> _key{7};
    std::string _transcript = "what is said";
};

class Sink : public core::AudioSink
{
public:
    std::size_t bytes = 0;
    std::function<core::StopReason()> answer = [] { return core::StopReason::None; };
    core::StopReason begin(const core::AudioFormat&) override { return core::StopReason::None; }
    core::StopReason write(std::span<const std::byte> piece) override
    {
        bytes += piece.size();
        return answer();
    }
    void event(const core::SpeechEvent&) override {}
};

/// A node and the plugin that reaches it, in one process.
class TestThroughNode : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestThroughNode);
    CPPUNIT_TEST(clip_travelsInFullOnceAndAgainAfterItsEviction);
    CPPUNIT_TEST(stoppedCall_stopsTheEngine_byPollAlone);
    CPPUNIT_TEST(stoppedCall_stopsTheEngine_byCancel);
    CPPUNIT_TEST(stoppedCall_stopsTheEngine_byItsSink);
    CPPUNIT_TEST(deadline_reachesTheEngine);
    CPPUNIT_TEST(fullNode_isWaitedForAndThenCalledSaturated);
    CPPUNIT_TEST(drainingNode_getsNoCalls);
    CPPUNIT_TEST_SUITE_END();

    std::shared_ptr<tests::CloningEngine> _cloner;
    scaispeak::tests::QuietLogger _logger;
    scaispeak::tests::QuietMetrics _metrics;
    NoCredentials _credentials;
    std::optional<node::Engine> _engine;
    std::optional<node::GrpcServer> _server;
    std::optional<pluginhost::PluginHost> _plugins;
    std::shared_ptr<core::Backend> _backend;
    std::shared_ptr<CountedClip> _clip;

public:
    void setUp() override
    {
        _clip = std::make_shared<CountedClip>();
        _cloner = std::make_shared<tests::CloningEngine>();
        _engine.emplace(_cloner, 1'000'000, _metrics, _logger);
        config::Listen listen;
        listen.port = 0;
        _server.emplace(*_engine, listen, std::nullopt);
        _plugins.emplace(pluginhost::HostServices{_logger, _metrics, _credentials, "test", "1"});
        const std::string address = "127.0.0.1:" + std::to_string(_server->port());
        _plugins->load(
            {"backend-scaiinfer",
             PLUGIN,
             pluginhost::IsolationChoice::Process,
             {{"engine", "cloner"}, {"admission_wait_ms", 100}, {"nodes", boost::json::array{address}}}});
        _backend = _plugins->backend("backend-scaiinfer");
        eventually([&] { return _backend->health().ok; });
    }

    void tearDown() override
    {
        _backend.reset();
        _plugins.reset();
        _server.reset();
        _engine.reset();
    }

private:
    static void eventually(const std::function<bool()>& condition)
    {
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (!condition()) {
            CPPUNIT_ASSERT_MESSAGE("it did not come about", std::chrono::steady_clock::now() < until);
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }

    core::SynthesisRequest request(const std::string& text) const
    {
        core::SynthesisRequest request;
        request.requestId = "req_1";
        request.text = text;
        request.reference = _clip;
        return request;
    }

    core::SynthesisOutcome speak(const std::string& text = "text")
    {
        Sink sink;
        const core::Cancellation cancellation;
        return _backend->synthesize(request(text), sink, cancellation);
    }

    void clip_travelsInFullOnceAndAgainAfterItsEviction()
    {
        const auto first = speak();
        CPPUNIT_ASSERT(first.status == SynthesisStatus::Ok);
        CPPUNIT_ASSERT(first.holdsReference);
        CPPUNIT_ASSERT_EQUAL(_engine->nodeId(), first.nodeId);
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{800}, first.frames);
        CPPUNIT_ASSERT_EQUAL(std::size_t{100'000}, _cloner->clipBytes.load());
        const int reads = _clip->reads;
        CPPUNIT_ASSERT(speak().status == SynthesisStatus::Ok);
        CPPUNIT_ASSERT_EQUAL(reads, _clip->reads);
        const auto evicted = _plugins->evict(core::ReferenceKey{7});
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, evicted.size());
        CPPUNIT_ASSERT_EQUAL(_engine->nodeId(), evicted[0].nodeId);
        CPPUNIT_ASSERT(evicted[0].result == core::EvictionResult::Evicted);
        CPPUNIT_ASSERT(_plugins->evict(core::ReferenceKey{7})[0].result == core::EvictionResult::NotHeld);
        CPPUNIT_ASSERT(speak().status == SynthesisStatus::Ok);
        CPPUNIT_ASSERT(_clip->reads > reads);
    }

    void stopsWhileItRuns(const std::function<void(core::Cancellation&)>& stop, Sink& sink,
                          SynthesisStatus status)
    {
        core::Cancellation cancellation;
        core::SynthesisOutcome outcome;
        std::thread caller([&] { outcome = _backend->synthesize(request("wait"), sink, cancellation); });
        eventually([&] { return _cloner->running == 1 || _cloner->stopped == 1; });
        stop(cancellation);
        caller.join();
        eventually([&] { return _cloner->stopped == 1; });
        CPPUNIT_ASSERT(outcome.status == status);
    }

    void stoppedCall_stopsTheEngine_byPollAlone()
    {
        Sink sink;
        stopsWhileItRuns([](core::Cancellation& call) { call.stop(core::StopReason::Cancelled); }, sink,
                         SynthesisStatus::Cancelled);
    }

    void stoppedCall_stopsTheEngine_byCancel()
    {
        Sink sink;
        stopsWhileItRuns(
            [&](core::Cancellation& call) {
                call.stop(core::StopReason::Cancelled);
                _backend->cancel("req_1");
            },
            sink, SynthesisStatus::Cancelled);
    }

    void stoppedCall_stopsTheEngine_byItsSink()
    {
        Sink sink;
        sink.answer = [] { return core::StopReason::Closed; };
        stopsWhileItRuns([](core::Cancellation&) {}, sink, SynthesisStatus::Closed);
    }

    void deadline_reachesTheEngine()
    {
        Sink sink;
        const core::Cancellation cancellation;
        auto late = request("wait");
        late.timeLeft = std::chrono::milliseconds(200);
        const auto outcome = _backend->synthesize(late, sink, cancellation);
        CPPUNIT_ASSERT(outcome.status == SynthesisStatus::Deadline);
        // The engine was told, and did not only see the call go: the wire gives it 50 ms more than the host.
        CPPUNIT_ASSERT(_cloner->timeLeftMs > 0);
        CPPUNIT_ASSERT(_cloner->timeLeftMs <= 250);
        eventually([&] { return _cloner->stopped == 1; });
    }

    void fullNode_isWaitedForAndThenCalledSaturated()
    {
        core::Cancellation cancellation;
        Sink sinks[2];
        std::thread callers[2];
        for (int index = 0; index < 2; ++index)
            callers[index] = std::thread(
                [&, index] { _backend->synthesize(request("wait"), sinks[index], cancellation); });
        eventually([&] { return _cloner->running == 2; });
        const auto outcome = speak();
        cancellation.stop(core::StopReason::Cancelled);
        for (std::thread& caller : callers)
            caller.join();
        CPPUNIT_ASSERT(outcome.status == SynthesisStatus::Overloaded);
        CPPUNIT_ASSERT_EQUAL(std::string("saturated"), outcome.reason);
        CPPUNIT_ASSERT(outcome.retryAfter.has_value());
        eventually([&] { return _engine->admission().inflight() == 0; });
        CPPUNIT_ASSERT(speak().status == SynthesisStatus::Ok);
    }

    void drainingNode_getsNoCalls()
    {
        _engine->admission().drain();
        const auto outcome = speak();
        CPPUNIT_ASSERT(outcome.status == SynthesisStatus::Unavailable);
        CPPUNIT_ASSERT_EQUAL(std::string("no_node_with_engine"), outcome.reason);
        eventually([&] { return _backend->health().reason == "no_node_with_engine"; });
        eventually([&] {
            const auto nodes = _plugins->nodes();
            return nodes.size() == 1 && nodes[0].status == "draining";
        });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestThroughNode);

}  // namespace
