#include "cloning_engine.hpp"
#include "node/grpc_server.hpp"
#include "scaiinfer/v1/speech.grpc.pb.h"
#include "support/quiet_logger.hpp"
#include "support/quiet_metrics.hpp"

#include <cppunit/extensions/HelperMacros.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <functional>
#include <optional>

namespace {

using namespace scaispeak;
using namespace std::chrono_literals;
namespace wire = ::scaiinfer::v1;

/// A call whose client says what it sends, and when.
class RawCall
{
public:
    RawCall(const std::shared_ptr<grpc::Channel>& channel, const std::string& method) : _stub(channel)
    {
        _context.set_deadline(std::chrono::system_clock::now() + 20s);
        _call = _stub.PrepareCall(&_context, method, &_queue);
        _call->StartCall(nullptr);
        next();
    }
    ~RawCall()
    {
        _context.TryCancel();
        _queue.Shutdown();
        void* tag = nullptr;
        bool ok = false;
        while (_queue.Next(&tag, &ok)) {
        }
    }
    RawCall(const RawCall&) = delete;
    RawCall& operator=(const RawCall&) = delete;

    void send(const std::string& message)
    {
        const grpc::Slice slice(message);
        _call->WriteLast(grpc::ByteBuffer(&slice, 1), {}, nullptr);
        next();
    }
    bool read()
    {
        grpc::ByteBuffer message;
        _call->Read(&message, nullptr);
        return next();
    }
    grpc::Status finish()
    {
        grpc::Status status;
        _call->Finish(&status, nullptr);
        next();
        return status;
    }
    bool said(const std::string& key) const { return _context.GetServerTrailingMetadata().contains(key); }
    void leave() { _context.TryCancel(); }

private:
    bool next()
    {
        void* tag = nullptr;
        bool ok = false;
        CPPUNIT_ASSERT(_queue.Next(&tag, &ok));
        return ok;
    }

    grpc::GenericStub _stub;
    grpc::ClientContext _context;
    grpc::CompletionQueue _queue;
    std::unique_ptr<grpc::GenericClientAsyncReaderWriter> _call;
};

/// What a node takes in, and when.
class TestNodeIntake : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestNodeIntake);
    CPPUNIT_TEST(fullNode_refusesBeforeTheRequestIsSent);
    CPPUNIT_TEST(drainingNode_refusesBeforeTheRequestIsSent);
    CPPUNIT_TEST(request_thatDoesNotCome_givesItsPlaceBack);
    CPPUNIT_TEST(request_thatIsNone_isInvalid);
    CPPUNIT_TEST(request_withTenMegabytesOfText_isInvalid);
    CPPUNIT_TEST(unknownMethod_isUnimplemented);
    CPPUNIT_TEST(calls_areCountedByTheirEnds);
    CPPUNIT_TEST_SUITE_END();

    static constexpr const char* synthesize = "/scaiinfer.v1.Speech/Synthesize";

    tests::QuietLogger _logger;
    tests::QuietMetrics _metrics;
    std::shared_ptr<tests::CloningEngine> _cloner;
    std::optional<node::Engine> _engine;
    std::optional<node::GrpcServer> _server;
    std::shared_ptr<grpc::Channel> _channel;

public:
    void setUp() override { serve(10s); }
    void tearDown() override
    {
        _channel.reset();
        _server.reset();
        _engine.reset();
    }

private:
    void serve(std::chrono::milliseconds arrival)
    {
        tearDown();
        _cloner = std::make_shared<tests::CloningEngine>();
        _engine.emplace(_cloner, 1'000'000, _metrics, _logger);
        config::Listen listen;
        listen.port = 0;
        _server.emplace(*_engine, listen, std::nullopt, arrival);
        _channel = grpc::CreateChannel("127.0.0.1:" + std::to_string(_server->port()),
                                       grpc::InsecureChannelCredentials());
    }

    static void eventually(const std::function<bool()>& condition)
    {
        const auto until = std::chrono::steady_clock::now() + 10s;
        while (!condition()) {
            CPPUNIT_ASSERT_MESSAGE("it did not come about", std::chrono::steady_clock::now() < until);
            std::this_thread::sleep_for(1ms);
        }
    }

    static std::string request(const std::string& text)
    {
        wire::SynthesizeRequest request;
        request.set_text(text);
        request.set_engine_voice("any");
        return request.SerializeAsString();
    }

    double refused(const char* reason)
    {
        return _metrics.value("scaispeak_node_refused_total", {{"reason", reason}});
    }
    double ended(const char* outcome)
    {
        return _metrics.value("scaispeak_node_calls_total", {{"outcome", outcome}});
    }

    void fullNode_refusesBeforeTheRequestIsSent()
    {
        CPPUNIT_ASSERT(_engine->admission().enter() == node::Admission::Answer::Taken);
        CPPUNIT_ASSERT(_engine->admission().enter() == node::Admission::Answer::Taken);
        RawCall call(_channel, synthesize);
        CPPUNIT_ASSERT(call.finish().error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED);
        CPPUNIT_ASSERT(call.said("retry-after-ms"));
        CPPUNIT_ASSERT_EQUAL(1.0, refused("full"));
    }

    void drainingNode_refusesBeforeTheRequestIsSent()
    {
        _engine->admission().drain();
        RawCall call(_channel, synthesize);
        CPPUNIT_ASSERT(call.finish().error_code() == grpc::StatusCode::UNAVAILABLE);
        CPPUNIT_ASSERT_EQUAL(1.0, refused("draining"));
    }

    void request_thatDoesNotCome_givesItsPlaceBack()
    {
        serve(100ms);
        RawCall call(_channel, synthesize);
        CPPUNIT_ASSERT(call.finish().error_code() == grpc::StatusCode::CANCELLED);
        eventually([&] { return _engine->admission().inflight() == 0; });
        CPPUNIT_ASSERT_EQUAL(1.0, refused("late"));
    }

    void request_thatIsNone_isInvalid()
    {
        RawCall call(_channel, synthesize);
        call.send("\x0A\xFF");
        CPPUNIT_ASSERT(call.finish().error_code() == grpc::StatusCode::INVALID_ARGUMENT);
        CPPUNIT_ASSERT_EQUAL(1.0, refused("invalid"));
        CPPUNIT_ASSERT_EQUAL(0U, _engine->admission().inflight());
    }

    void request_withTenMegabytesOfText_isInvalid()
    {
        RawCall call(_channel, synthesize);
        call.send(request(std::string(10U << 20U, 'a')));
        const grpc::Status status = call.finish();
        CPPUNIT_ASSERT_EQUAL(std::string("the texts have more than 524288 bytes"), status.error_message());
        CPPUNIT_ASSERT(status.error_code() == grpc::StatusCode::INVALID_ARGUMENT);
    }

    void unknownMethod_isUnimplemented()
    {
        RawCall call(_channel, "/scaiinfer.v1.Speech/Sing");
        CPPUNIT_ASSERT(call.finish().error_code() == grpc::StatusCode::UNIMPLEMENTED);
        CPPUNIT_ASSERT_EQUAL(0U, _engine->admission().inflight());
    }

    void calls_areCountedByTheirEnds()
    {
        RawCall good(_channel, synthesize);
        good.send(request("text"));
        while (good.read()) {
        }
        CPPUNIT_ASSERT(good.finish().ok());
        CPPUNIT_ASSERT_EQUAL(1.0, ended("ok"));
        CPPUNIT_ASSERT(_metrics.value("scaispeak_node_first_audio_seconds") > 0);
        const double took = _metrics.value("scaispeak_node_call_seconds");
        CPPUNIT_ASSERT(took >= _metrics.value("scaispeak_node_first_audio_seconds"));

        RawCall left(_channel, synthesize);
        left.send(request("wait"));
        CPPUNIT_ASSERT(left.read());
        left.leave();
        eventually([&] { return ended("stopped") == 1.0; });
        // How long somebody listened says nothing of how long calls take.
        CPPUNIT_ASSERT_EQUAL(took, _metrics.value("scaispeak_node_call_seconds"));

        RawCall unable(_channel, synthesize);
        unable.send(request("unable"));
        CPPUNIT_ASSERT(unable.finish().error_code() == grpc::StatusCode::UNIMPLEMENTED);
        CPPUNIT_ASSERT_EQUAL(1.0, ended("unsupported"));
        CPPUNIT_ASSERT_EQUAL(0.0, ended("failed"));
        RawCall broken(_channel, synthesize);
        broken.send(request("broken"));
        CPPUNIT_ASSERT(broken.finish().error_code() == grpc::StatusCode::INTERNAL);
        CPPUNIT_ASSERT_EQUAL(1.0, ended("failed"));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestNodeIntake);

}  // namespace
