#include "cloning_engine.hpp"
#include "node/grpc_server.hpp"
#include "scaiinfer/v1/speech.grpc.pb.h"
#include "support/quiet_logger.hpp"
#include "support/quiet_metrics.hpp"

#include <cppunit/extensions/HelperMacros.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <optional>

namespace {

using namespace scaispeak;
namespace wire = ::scaiinfer::v1;

/// A word mark before its audio, then 800 samples.
class MarkingEngine : public tests::CloningEngine
{
public:
    std::shared_ptr<const core::EngineDescription> describe() override
    {
        auto engine = std::make_shared<core::EngineDescription>(*tests::CloningEngine::describe());
        engine->wordMarks = true;
        return engine;
    }
    core::SynthesisOutcome synthesize(const core::SynthesisRequest&, core::AudioSink& sink,
                                      const core::Cancellation&) override
    {
        std::vector<std::byte> audio(1'600);
        for (std::size_t index = 0; index < audio.size(); ++index)
            audio[index] = static_cast<std::byte>(index);
        sink.begin({core::Encoding::PcmS16, 8'000, 1});
        sink.event({core::SpeechEvent::Kind::Word, 0, 4, 0});
        sink.write(audio);
        core::SynthesisOutcome outcome;
        outcome.status = core::SynthesisStatus::Ok;
        return outcome;
    }
};

/// A node as any client of its protocol sees it.
class TestNodeService : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TestNodeService);
    CPPUNIT_TEST(describe_sendsVoicesOnlyWhenTheyAreOthers);
    CPPUNIT_TEST(speech_hasItsMarksAndItsTrailer);
    CPPUNIT_TEST(drain_takesNoCallsAndIsTold);
    CPPUNIT_TEST(evict_wantsAWholeKey);
    CPPUNIT_TEST(health_isOfTheServiceAndOfTheNode);
    CPPUNIT_TEST_SUITE_END();

    tests::QuietLogger _logger;
    tests::QuietMetrics _metrics;
    std::optional<node::Engine> _engine;
    std::optional<node::GrpcServer> _server;
    std::shared_ptr<grpc::Channel> _channel;
    std::unique_ptr<wire::Speech::Stub> _stub;

public:
    void setUp() override
    {
        _engine.emplace(std::make_shared<MarkingEngine>(), 1'000'000, _metrics, _logger);
        config::Listen listen;
        listen.port = 0;
        _server.emplace(*_engine, listen, std::nullopt);
        _channel = grpc::CreateChannel("127.0.0.1:" + std::to_string(_server->port()),
                                       grpc::InsecureChannelCredentials());
        _stub = wire::Speech::NewStub(_channel);
    }
    void tearDown() override
    {
        _stub.reset();
        _channel.reset();
        _server.reset();
        _engine.reset();
    }

private:
    wire::DescribeResponse describe(const std::string& known = "")
    {
        grpc::ClientContext context;
        wire::DescribeRequest request;
        request.set_known_voices_revision(known);
        wire::DescribeResponse response;
        CPPUNIT_ASSERT(_stub->Describe(&context, request, &response).ok());
        return response;
    }

    grpc::Status speak(std::vector<wire::SynthesizeResponse>& parts)
    {
        grpc::ClientContext context;
        wire::SynthesizeRequest request;
        request.set_text("text");
        request.set_engine_voice("any");
        const auto reader = _stub->Synthesize(&context, request);
        wire::SynthesizeResponse part;
        while (reader->Read(&part))
            parts.push_back(part);
        return reader->Finish();
    }

    void describe_sendsVoicesOnlyWhenTheyAreOthers()
    {
        const auto first = describe();
        CPPUNIT_ASSERT_EQUAL(std::string("cloner"), first.engine().name());
        CPPUNIT_ASSERT(first.engine().word_marks());
        CPPUNIT_ASSERT(first.state() == wire::STATE_SERVING);
        CPPUNIT_ASSERT(!first.node_id().empty());
        CPPUNIT_ASSERT_EQUAL(0, describe(first.voices_revision()).voices_size());
    }

    void speech_hasItsMarksAndItsTrailer()
    {
        std::vector<wire::SynthesizeResponse> parts;
        const grpc::Status status = speak(parts);
        CPPUNIT_ASSERT_EQUAL(std::string(), status.error_message());
        CPPUNIT_ASSERT(status.ok());
        CPPUNIT_ASSERT(parts.size() >= 4);
        CPPUNIT_ASSERT_EQUAL(8'000U, parts[0].begin().sample_rate());
        CPPUNIT_ASSERT(parts[1].event().kind() == wire::EVENT_WORD);
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{4}, parts[1].event().text_length());
        std::string audio;
        for (const auto& part : parts)
            audio += part.audio();
        CPPUNIT_ASSERT_EQUAL(std::size_t{1'600}, audio.size());
        const wire::Trailer& trailer = parts.back().trailer();
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{800}, trailer.samples());
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{1'600}, trailer.audio_bytes());
        // By another program.
        CPPUNIT_ASSERT_EQUAL(std::uint32_t{0xD0B74EF1}, trailer.crc32());
        CPPUNIT_ASSERT_EQUAL(describe().node_id(), trailer.node_id());
    }

    void drain_takesNoCallsAndIsTold()
    {
        grpc::ClientContext context;
        wire::DrainResponse drained;
        CPPUNIT_ASSERT(_stub->Drain(&context, {}, &drained).ok());
        CPPUNIT_ASSERT_EQUAL(0U, drained.inflight());
        CPPUNIT_ASSERT(describe().state() == wire::STATE_DRAINING);
        std::vector<wire::SynthesizeResponse> parts;
        CPPUNIT_ASSERT(speak(parts).error_code() == grpc::StatusCode::UNAVAILABLE);
        CPPUNIT_ASSERT(parts.empty());
        const auto events = _logger.events();
        CPPUNIT_ASSERT(std::ranges::find(events, "node_draining") != events.end());
    }

    void evict_wantsAWholeKey()
    {
        wire::EvictVoiceRequest request;
        wire::EvictVoiceResponse response;
        request.set_reference_key("short");
        grpc::ClientContext first;
        CPPUNIT_ASSERT(_stub->EvictVoice(&first, request, &response).error_code() ==
                       grpc::StatusCode::INVALID_ARGUMENT);
        request.set_reference_key(std::string(32, 'k'));
        grpc::ClientContext second;
        CPPUNIT_ASSERT(_stub->EvictVoice(&second, request, &response).ok());
        CPPUNIT_ASSERT(!response.held());
    }

    /// The answer of grpc.health.v1.Health, whose one field is 1 for serving and 2 for not.
    std::string health(const std::string& service)
    {
        const std::string message =
            service.empty() ? "" : "\x0A" + std::string(1, static_cast<char>(service.size())) + service;
        const grpc::Slice slice(message);
        const grpc::ByteBuffer request(&slice, 1);
        grpc::ClientContext context;
        grpc::ByteBuffer response;
        grpc::GenericStub stub(_channel);
        grpc::CompletionQueue queue;
        const auto call = stub.PrepareUnaryCall(&context, "/grpc.health.v1.Health/Check", request, &queue);
        grpc::Status status;
        call->StartCall();
        call->Finish(&response, &status, nullptr);
        void* tag = nullptr;
        bool ok = false;
        CPPUNIT_ASSERT(queue.Next(&tag, &ok));
        CPPUNIT_ASSERT(status.ok());
        grpc::Slice answered;
        CPPUNIT_ASSERT(response.TrySingleSlice(&answered).ok());
        return {reinterpret_cast<const char*>(answered.begin()), answered.size()};
    }

    void health_isOfTheServiceAndOfTheNode()
    {
        for (const std::string service : {"", "scaiinfer.v1.Speech"}) {
            _server->setServing(true);
            CPPUNIT_ASSERT_EQUAL(std::string("\x08\x01"), health(service));
            _server->setServing(false);
            CPPUNIT_ASSERT_EQUAL(std::string("\x08\x02"), health(service));
        }
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TestNodeService);

}  // namespace
