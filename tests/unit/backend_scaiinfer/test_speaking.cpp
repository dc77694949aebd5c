#include "stand_in_node.hpp"

#include <scaispeak/testing/recording_sink.hpp>

#include <backend-scaiinfer/speaking.hpp>
#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <deque>
#include <functional>
#include <thread>

namespace {

using namespace scaispeak;
using std::chrono::milliseconds;
using tests::StandInNode;

constexpr std::array<std::int32_t, 2> accepted{SCS_ENCODING_PCM_S16, SCS_ENCODING_PCM_F32};

/// Requests on their way through nodes that are told how to answer.
class TestSpeaking : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestSpeaking);
    CPPUNIT_TEST(failingNodes_areAskedOnceEachAndTheNextOneSpeaks);
    CPPUNIT_TEST(everyFailedAttempt_isCountedAndNamed);
    CPPUNIT_TEST(goneNode_isLeftOutAfterItsFirstFailure);
    CPPUNIT_TEST(goneNode_isAskedAgainWhenItIsBack);
    CPPUNIT_TEST(failureAndDeparture_areAFailure);
    CPPUNIT_TEST(threeFailures_openTheCircuit);
    CPPUNIT_TEST(fullNodes_nameTheSoonestPlace);
    CPPUNIT_TEST(fullNode_isAskedAgainWhenItHasAPlace);
    CPPUNIT_TEST(fullNode_withoutAHint_isALie);
    CPPUNIT_TEST(messageBeyondTheLimit_isALie);
    CPPUNIT_TEST(whatSounded_isSaidNowhereElse);
    CPPUNIT_TEST(refusedVoice_isNotTriedElsewhere);
    CPPUNIT_TEST(clipAskedForTwice_isALie);
    CPPUNIT_TEST(nodeWhoseEngineIsDown_getsNoCallsAndSaysWhy);
    CPPUNIT_TEST_SUITE_END();

    testing::FakeHost _fake;
    std::optional<Host> _host;
    std::deque<StandInNode> _stands;
    scaispeak::scaiinfer::Settings _settings;
    std::unique_ptr<scaispeak::scaiinfer::NodeSet> _nodes;
    std::unique_ptr<testing::RecordingSink> _taken;
    std::optional<Error> _error;

public:
    void setUp() override
    {
        _host.emplace(&_fake.table());
        _settings.engine = "stand-in";
        _settings.admissionWait = milliseconds(0);
    }

    void tearDown() override { _nodes.reset(); }

private:
    static void eventually(const std::function<bool()>& condition)
    {
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (!condition()) {
            CPPUNIT_ASSERT_MESSAGE("it did not come about", std::chrono::steady_clock::now() < until);
            std::this_thread::sleep_for(milliseconds(1));
        }
    }

    void start(const std::vector<StandInNode::Answer>& answers)
    {
        for (const StandInNode::Answer& answer : answers)
            _settings.nodes.push_back(
                _stands.emplace_back("n" + std::to_string(_stands.size()), answer).address());
        _nodes = std::make_unique<scaispeak::scaiinfer::NodeSet>(_settings, *_host);
        eventually([&] { return _nodes->eligible().size() == _stands.size(); });
    }

    Status speak()
    {
        const scs_call raw = _fake.call();
        testing::CapturedError captured;
        const Call call(*_host, &raw, captured.raw());
        SynthesisRequest request;
        request.text = "Some words.";
        request.engineVoice = "voice";
        request.accept = {accepted.data(), accepted.size()};
        _taken = std::make_unique<testing::RecordingSink>();
        AudioSink sink(_taken->raw());
        SynthesisResult result;
        _error.reset();
        try {
            return scaispeak::scaiinfer::Speaking(*_nodes, _settings, *_host, call, request, sink, result)
                .run();
        }
        catch (const Error& error) {
            _error = error;
            return error.status();
        }
    }

    void expect(Status status, const std::string& reason)
    {
        const Status said = speak();
        CPPUNIT_ASSERT(_error.has_value());
        CPPUNIT_ASSERT_MESSAGE(_error->internalMessage(), status == said);
        CPPUNIT_ASSERT_EQUAL(reason, _error->reason());
    }

    int calls() const
    {
        int sum = 0;
        for (const StandInNode& node : _stands)
            sum += node.calls;
        return sum;
    }

    std::size_t logged(const std::string& beginning) const
    {
        const auto lines = _fake.lines();
        return static_cast<std::size_t>(
            std::count_if(lines.begin(), lines.end(),
                          [&](const std::string& line) { return line.rfind(beginning, 0) == 0; }));
    }

    static StandInNode::Answer internal() { return StandInNode::failing(grpc::StatusCode::INTERNAL); }
    static StandInNode::Answer unavailable() { return StandInNode::failing(grpc::StatusCode::UNAVAILABLE); }

    void failingNodes_areAskedOnceEachAndTheNextOneSpeaks()
    {
        start({internal(), internal(), &StandInNode::speak});
        for (int time = 0; time < 3; ++time) {
            const int before = _stands[0].calls + _stands[1].calls;
            CPPUNIT_ASSERT(speak() == Status::Ok);
            CPPUNIT_ASSERT_EQUAL(std::size_t{1'600}, _taken->bytes.size());
            CPPUNIT_ASSERT_EQUAL(time + 1, _stands[2].calls.load());
            CPPUNIT_ASSERT(_stands[0].calls + _stands[1].calls <= before + 2);
        }
    }

    void everyFailedAttempt_isCountedAndNamed()
    {
        start({internal(), internal()});
        expect(Status::Internal, "");
        CPPUNIT_ASSERT_EQUAL(1, _stands[0].calls.load());
        CPPUNIT_ASSERT_EQUAL(1, _stands[1].calls.load());
        CPPUNIT_ASSERT_EQUAL(2.0, _fake.metrics()["scaiinfer_failed_attempts_total"]);
        for (const StandInNode& node : _stands)
            CPPUNIT_ASSERT_EQUAL(
                std::size_t{1},
                logged("node_failed node_id=n" + std::to_string(&node == &_stands[0] ? 0 : 1) +
                       " address=" + node.address() + " reason=gRPC status 13"));
    }

    void goneNode_isLeftOutAfterItsFirstFailure()
    {
        start({unavailable(), &StandInNode::speak});
        _stands[0].away = true;
        for (int time = 0; time < 50; ++time)
            CPPUNIT_ASSERT(speak() == Status::Ok);
        // Once, or not at all when its probe failed before it was drawn.
        CPPUNIT_ASSERT(_stands[0].calls <= 1);
        CPPUNIT_ASSERT_EQUAL(50, _stands[1].calls.load());
    }

    void goneNode_isAskedAgainWhenItIsBack()
    {
        start({unavailable()});
        _stands[0].away = true;
        expect(Status::Unavailable, "no_node_with_engine");
        for (int time = 0; time < 5; ++time)
            expect(Status::Unavailable, "no_node_with_engine");
        CPPUNIT_ASSERT(_stands[0].calls <= 1);
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, logged("node_lost"));
        _stands[0].answer(&StandInNode::speak);
        _stands[0].away = false;
        eventually([&] { return speak() == Status::Ok; });
    }

    void failureAndDeparture_areAFailure()
    {
        start({internal(), unavailable()});
        _stands[1].away = true;
        // In whichever order they are drawn.
        expect(Status::Internal, "");
        CPPUNIT_ASSERT_EQUAL(1, _stands[0].calls.load());
    }

    void threeFailures_openTheCircuit()
    {
        start({internal()});
        for (int time = 0; time < 3; ++time)
            expect(Status::Internal, "");
        expect(Status::Unavailable, "circuit_open");
        CPPUNIT_ASSERT_EQUAL(3, calls());
        CPPUNIT_ASSERT(_nodes->eligible().empty());
    }

    void fullNodes_nameTheSoonestPlace()
    {
        start({StandInNode::full(3'000), StandInNode::full(70), StandInNode::full(4'000)});
        expect(Status::Overloaded, "saturated");
        CPPUNIT_ASSERT(milliseconds(70) == _error->retryAfter());
        CPPUNIT_ASSERT_EQUAL(3, calls());
        CPPUNIT_ASSERT_EQUAL(3U, static_cast<unsigned>(_nodes->eligible().size()));
    }

    void fullNode_isAskedAgainWhenItHasAPlace()
    {
        _settings.admissionWait = std::chrono::seconds(30);
        start({StandInNode::full(20), internal()});
        std::thread later([&] {
            eventually([&] { return _stands[0].calls >= 3; });
            _stands[0].answer(&StandInNode::speak);
        });
        const Status said = speak();
        later.join();
        CPPUNIT_ASSERT(said == Status::Ok);
        CPPUNIT_ASSERT_EQUAL(1, _stands[1].calls.load());
    }

    void fullNode_withoutAHint_isALie()
    {
        start({StandInNode::failing(grpc::StatusCode::RESOURCE_EXHAUSTED)});
        expect(Status::Corrupt, "");
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, logged("node_lied"));
    }

    void messageBeyondTheLimit_isALie()
    {
        start({[](grpc::ServerContext&, const StandInNode::Request&, StandInNode::Writer& out) {
            StandInNode::Response response;
            response.set_audio(std::string(5U << 20U, 'a'));
            out.Write(response);
            return grpc::Status::OK;
        }});
        expect(Status::Corrupt, "");
        CPPUNIT_ASSERT_EQUAL(0, _taken->begins);
    }

    void whatSounded_isSaidNowhereElse()
    {
        const auto breaks = [](grpc::ServerContext&, const StandInNode::Request&, StandInNode::Writer& out) {
            StandInNode::begin(out);
            return grpc::Status(grpc::StatusCode::INTERNAL, "as told");
        };
        start({breaks, breaks});
        expect(Status::Internal, "");
        CPPUNIT_ASSERT_EQUAL(1, calls());
        CPPUNIT_ASSERT_EQUAL(1, _taken->begins);
    }

    void refusedVoice_isNotTriedElsewhere()
    {
        const auto refuses = StandInNode::failing(grpc::StatusCode::UNIMPLEMENTED);
        start({refuses, refuses});
        for (int time = 0; time < 4; ++time)
            expect(Status::Unsupported, "voice_not_supported");
        CPPUNIT_ASSERT_EQUAL(4, calls());
    }

    void clipAskedForTwice_isALie()
    {
        start({[](grpc::ServerContext& context, const StandInNode::Request&, StandInNode::Writer&) {
            context.AddTrailingMetadata("scaiinfer-need", "reference");
            return grpc::Status(grpc::StatusCode::FAILED_PRECONDITION, "as told");
        }});
        expect(Status::Corrupt, "");
        CPPUNIT_ASSERT_EQUAL(2, calls());
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, logged("node_lied"));
    }

    void nodeWhoseEngineIsDown_getsNoCallsAndSaysWhy()
    {
        start({&StandInNode::speak});
        _stands[0].state = ::scaiinfer::v1::STATE_DOWN;
        eventually([&] { return _nodes->eligible().empty(); });
        expect(Status::Unavailable, "no_node_with_engine");
        CPPUNIT_ASSERT_EQUAL(0, calls());
        const Node listed = _nodes->all().front()->listed();
        CPPUNIT_ASSERT(NodeStatus::Offline == listed.status);
        CPPUNIT_ASSERT_EQUAL(std::string("its engine cannot speak"), listed.lastError);
        _stands[0].state = ::scaiinfer::v1::STATE_SERVING;
        eventually([&] { return speak() == Status::Ok; });
        CPPUNIT_ASSERT_EQUAL(std::string(), _nodes->all().front()->listed().lastError);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestSpeaking);

}  // namespace
