#include "node/grpc_server.hpp"

#include "node/synthesis_stream.hpp"

#include <grpcpp/ext/health_check_service_server_builder_option.h>
#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/resource_quota.h>

#include <algorithm>
#include <stdexcept>
#include <string_view>

namespace scaispeak::node {
namespace {

namespace wire = scaiinfer::v1;

constexpr const char* serviceName = "scaiinfer.v1.Speech";
constexpr std::string_view synthesizeMethod = "/scaiinfer.v1.Speech/Synthesize";
// A clip of 30 s at 192 kHz is 11.5 MB.
constexpr int largestRequest = 16 * 1024 * 1024;

void fill(const core::EngineDescription& engine, wire::Engine& out)
{
    out.set_name(engine.name);
    out.set_version(engine.version);
    for (const std::string& language : engine.languages)
        out.add_languages(language);
    for (const std::uint32_t rate : engine.sampleRates)
        out.add_sample_rates(rate);
    out.set_preset(engine.preset);
    out.set_clone(static_cast<wire::CloneFeature>(engine.clone));
    out.set_design(engine.design);
    out.set_word_marks(engine.wordMarks);
    out.set_ssml(engine.ssml);
    out.set_deterministic(engine.deterministic);
    out.set_max_chars(engine.maxChars);
    out.set_max_concurrency(engine.maxConcurrency);
}

void fill(const core::EngineVoice& voice, wire::Voice& out)
{
    out.set_name(voice.name);
    out.set_display_name(voice.displayName);
    out.set_description(voice.description);
    out.set_language(voice.languagePrimary);
    for (const std::string& language : voice.languages)
        out.add_languages(language);
    out.set_gender(voice.gender == "female"    ? wire::GENDER_FEMALE
                   : voice.gender == "male"    ? wire::GENDER_MALE
                   : voice.gender == "neutral" ? wire::GENDER_NEUTRAL
                                               : wire::GENDER_UNSPECIFIED);
    out.set_age(voice.ageHint);
    for (const std::string& tag : voice.styleTags)
        out.add_style_tags(tag);
}

/// What a node answers from memory. Synthesize is not here: its request is read when it has a place.
using Answered = wire::Speech::WithCallbackMethod_Describe<
    wire::Speech::WithCallbackMethod_EvictVoice<wire::Speech::WithCallbackMethod_Drain<
        wire::Speech::WithGenericMethod_Synthesize<wire::Speech::Service>>>>;

class SpeechService final : public Answered
{
public:
    explicit SpeechService(Engine& engine) : _engine(engine) {}

    grpc::ServerUnaryReactor* Describe(grpc::CallbackServerContext* context,
                                       const wire::DescribeRequest* request,
                                       wire::DescribeResponse* response) override
    {
        response->set_node_id(_engine.nodeId());
        response->set_state(state());
        fill(_engine.description(), *response->mutable_engine());
        response->set_inflight(_engine.admission().inflight());
        response->set_voices_revision(_engine.voicesRevision());
        if (request->known_voices_revision() != _engine.voicesRevision())
            for (const core::EngineVoice& voice : _engine.voices())
                fill(voice, *response->add_voices());
        return done(context);
    }

    grpc::ServerUnaryReactor* EvictVoice(grpc::CallbackServerContext* context,
                                         const wire::EvictVoiceRequest* request,
                                         wire::EvictVoiceResponse* response) override
    {
        ClipKey key{};
        grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
        if (request->reference_key().size() != key.size()) {
            reactor->Finish({grpc::StatusCode::INVALID_ARGUMENT, "a reference key has 32 bytes"});
            return reactor;
        }
        std::copy(request->reference_key().begin(), request->reference_key().end(), key.begin());
        response->set_held(_engine.clips().evict(key));
        return done(context);
    }

    grpc::ServerUnaryReactor* Drain(grpc::CallbackServerContext* context, const wire::DrainRequest*,
                                    wire::DrainResponse* response) override
    {
        _engine.admission().drain();
        _engine.logger().info("node_draining", {{"inflight", std::int64_t{_engine.admission().inflight()}}});
        response->set_inflight(_engine.admission().inflight());
        return done(context);
    }

private:
    static grpc::ServerUnaryReactor* done(grpc::CallbackServerContext* context)
    {
        grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
        reactor->Finish(grpc::Status::OK);
        return reactor;
    }

    wire::State state()
    {
        if (_engine.admission().draining()) return wire::STATE_DRAINING;
        return _engine.backend().health().ok ? wire::STATE_SERVING : wire::STATE_DOWN;
    }

    Engine& _engine;
};

/// All methods that are not answered above.
class Synthesis final : public grpc::CallbackGenericService
{
public:
    Synthesis(Engine& engine, std::chrono::milliseconds arrival) : _engine(engine), _arrival(arrival) {}

    grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext* context) override
    {
        if (context->method() == synthesizeMethod) return new SynthesisStream(_engine, *context, _arrival);
        return grpc::CallbackGenericService::CreateReactor(context);
    }

private:
    Engine& _engine;
    const std::chrono::milliseconds _arrival;
};

/// What calls and connections may hold at once. Beyond it gRPC reads more slowly and then ends calls; half of
/// it is never needed, since a request is read once it has a place.
std::size_t quotaOf(const Admission& admission)
{
    constexpr std::size_t base = 64U << 20U;
    return base + std::size_t{admission.places()} * 2 * largestRequest;
}

/// Of one connection. Those without a place are refused at once; more than these wait at their host.
int streamsOf(const Admission& admission)
{
    constexpr std::uint32_t beside = 32;
    return static_cast<int>(std::min<std::uint32_t>(admission.places(), 100'000) + beside);
}

std::shared_ptr<grpc::ServerCredentials> credentialsOf(const std::optional<TlsFiles>& tls)
{
    if (!tls) return grpc::InsecureServerCredentials();
    grpc::SslServerCredentialsOptions options(
        tls->clientCa.empty() ? GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE
                              : GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
    options.pem_key_cert_pairs.push_back({tls->key, tls->certificate});
    options.pem_root_certs = tls->clientCa;
    return grpc::SslServerCredentials(options);
}

std::string target(const config::Listen& listen)
{
    const bool v6 = listen.address.find(':') != std::string::npos;
    return (v6 ? "[" + listen.address + "]" : listen.address) + ":" + std::to_string(listen.port);
}

}  // namespace

struct GrpcServer::Parts
{
    Parts(Engine& engine, std::chrono::milliseconds arrival) : service(engine), synthesis(engine, arrival) {}
    SpeechService service;
    Synthesis synthesis;
    int port = 0;
    std::unique_ptr<grpc::Server> server;
};

GrpcServer::GrpcServer(Engine& engine, const config::Listen& listen, const std::optional<TlsFiles>& tls,
                       std::chrono::milliseconds arrival)
    : _parts(std::make_unique<Parts>(engine, arrival))
{
    grpc::EnableDefaultHealthCheckService(true);
    grpc::ServerBuilder builder;
    builder.AddListeningPort(target(listen), credentialsOf(tls), &_parts->port);
    builder.SetMaxReceiveMessageSize(largestRequest);
    // Two nodes on one port would share the calls by chance.
    builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
    // A host that is gone without a word is noticed by pings.
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 10'000);
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 5'000);
    builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 1'000);
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
    builder.SetResourceQuota(grpc::ResourceQuota("node").Resize(quotaOf(engine.admission())));
    builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, streamsOf(engine.admission()));
    // Else a fast connection is given room for megabytes of each request that nobody has asked for yet.
    builder.AddChannelArgument(GRPC_ARG_HTTP2_BDP_PROBE, 0);
    builder.RegisterService(&_parts->service);
    builder.RegisterCallbackGenericService(&_parts->synthesis);
    _parts->server = builder.BuildAndStart();
    if (!_parts->server || _parts->port == 0)
        throw std::runtime_error("cannot listen on " + target(listen) + ": is the port in use?");
    setServing(true);
}

GrpcServer::~GrpcServer()
{
    stop(std::chrono::milliseconds(0));
}

std::uint16_t GrpcServer::port() const noexcept
{
    return static_cast<std::uint16_t>(_parts->port);
}

void GrpcServer::setServing(bool serving)
{
    if (auto* health = _parts->server->GetHealthCheckService()) {
        health->SetServingStatus(serving);
        health->SetServingStatus(serviceName, serving);
    }
}

void GrpcServer::stop(std::chrono::milliseconds patience)
{
    if (!_parts->server) return;
    _parts->server->Shutdown(std::chrono::system_clock::now() + patience);
    _parts->server->Wait();
    _parts->server.reset();
}

}  // namespace scaispeak::node
