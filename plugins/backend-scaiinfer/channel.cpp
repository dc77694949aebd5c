#include "channel.hpp"

#include "speech_call.hpp"

#include <mutex>
#include <set>

namespace scaispeak::scaiinfer {
namespace {

namespace wire = ::scaiinfer::v1;

constexpr int largestAnswer = 4 * 1024 * 1024;

std::shared_ptr<grpc::Channel> open(const std::string& address, const std::optional<TlsFiles>& tls,
                                    const std::string& tlsName, std::chrono::milliseconds connect)
{
    grpc::ChannelArguments arguments;
    // A node that is back must be found within 3 s. Of gRPC's least and the pause the longer one is how long
    // an attempt to connect may take.
    arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 200);
    arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, static_cast<int>(connect.count()));
    arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1'000);
    arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 10'000);
    arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 5'000);
    // Which node is asked is decided here, and each attempt is to be seen.
    arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    arguments.SetMaxReceiveMessageSize(largestAnswer);
    if (!tls) return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
    if (!tlsName.empty()) arguments.SetSslTargetNameOverride(tlsName);
    return grpc::CreateCustomChannel(address, grpc::SslCredentials({tls->ca, tls->key, tls->certificate}),
                                     arguments);
}

NodeStatus statusOf(wire::State state)
{
    return state == wire::STATE_SERVING    ? NodeStatus::Online
           : state == wire::STATE_DRAINING ? NodeStatus::Draining
                                           : NodeStatus::Offline;
}

Engine engineOf(const wire::Engine& given)
{
    Engine engine;
    engine.name = given.name();
    engine.version = given.version();
    engine.languages.assign(given.languages().begin(), given.languages().end());
    engine.sampleRates.assign(given.sample_rates().begin(), given.sample_rates().end());
    engine.features =
        (given.preset() ? SCS_ENGINE_PRESET : 0U) |
        (given.clone() == wire::CLONE_FULL          ? SCS_ENGINE_CLONE_FULL
         : given.clone() == wire::CLONE_APPROXIMATE ? SCS_ENGINE_CLONE_APPROXIMATE
                                                    : 0U) |
        (given.design() ? SCS_ENGINE_DESIGN : 0U) | (given.word_marks() ? SCS_ENGINE_WORD_MARKS : 0U) |
        (given.ssml() ? SCS_ENGINE_SSML : 0U) | (given.deterministic() ? SCS_ENGINE_DETERMINISTIC : 0U);
    engine.maxChars = given.max_chars();
    engine.maxConcurrency = std::max(given.max_concurrency(), 1U);
    return engine;
}

/// For the operator.
std::string reasonOf(const grpc::Status& status, bool connected)
{
    if (!connected)
        return "it cannot be connected to: nobody listens there, or the two sides' TLS does not agree";
    if (status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED) return "it does not answer";
    return "gRPC status " + std::to_string(status.error_code());
}

Voice voiceOf(const wire::Voice& given)
{
    Voice voice;
    voice.name = given.name();
    voice.displayName = given.display_name();
    voice.description = given.description();
    voice.language = given.language();
    voice.languages.assign(given.languages().begin(), given.languages().end());
    voice.gender = given.gender() >= wire::GENDER_UNSPECIFIED && given.gender() <= wire::GENDER_NEUTRAL
                       ? static_cast<Gender>(given.gender())
                       : Gender::Unspecified;
    voice.age = given.age();
    voice.styleTags.assign(given.style_tags().begin(), given.style_tags().end());
    return voice;
}

}  // namespace

struct Channel::Parts
{
    std::shared_ptr<grpc::Channel> channel;
    std::unique_ptr<wire::Speech::Stub> stub;
    std::unique_ptr<SpeechCall::Stub> speech;
    std::mutex mutex;
    bool closed = false;
    std::set<SpeechCall*> calls;
    std::set<grpc::ClientContext*> shortCalls;

    /// A unary call that close() can wake.
    template <class Use>
    void unary(std::chrono::milliseconds patience, Use&& use)
    {
        grpc::ClientContext context;
        context.set_deadline(std::chrono::system_clock::now() + patience);
        {
            const std::lock_guard lock(mutex);
            if (closed) throw Error(Status::Unavailable);
            shortCalls.insert(&context);
        }
        const grpc::Status status = use(context);
        {
            const std::lock_guard lock(mutex);
            shortCalls.erase(&context);
        }
        if (status.ok()) return;
        throw Error(Status::Unavailable, {}, {},
                    reasonOf(status, channel->GetState(false) == GRPC_CHANNEL_READY));
    }
};

namespace {

/// While it lives, the call can be cancelled.
class Listed
{
public:
    template <class Parts>
    Listed(Parts& parts, SpeechCall& call) : _mutex(parts.mutex), _calls(parts.calls), _call(&call)
    {
        const std::lock_guard lock(_mutex);
        _calls.insert(_call);
    }
    ~Listed()
    {
        const std::lock_guard lock(_mutex);
        _calls.erase(_call);
    }
    Listed(const Listed&) = delete;
    Listed& operator=(const Listed&) = delete;

private:
    std::mutex& _mutex;
    std::set<SpeechCall*>& _calls;
    SpeechCall* _call;
};

}  // namespace

Channel::Channel(const std::string& address, const std::optional<TlsFiles>& tls, const std::string& tlsName,
                 std::chrono::milliseconds connect)
    : _parts(std::make_unique<Parts>())
{
    _parts->channel = open(address, tls, tlsName, connect);
    _parts->stub = wire::Speech::NewStub(_parts->channel);
    _parts->speech = std::make_unique<SpeechCall::Stub>(_parts->channel);
}

Channel::~Channel() = default;

Report Channel::describe(const std::string& knownRevision, std::chrono::milliseconds patience, bool again)
{
    if (again) grpc::experimental::ChannelResetConnectionBackoff(_parts->channel.get());
    wire::DescribeRequest request;
    request.set_known_voices_revision(knownRevision);
    wire::DescribeResponse response;
    _parts->unary(patience, [&](grpc::ClientContext& context) {
        context.set_wait_for_ready(again);
        return _parts->stub->Describe(&context, request, &response);
    });
    Report report;
    report.nodeId = response.node_id();
    report.state = statusOf(response.state());
    report.engine = engineOf(response.engine());
    report.inflight = response.inflight();
    report.voicesRevision = response.voices_revision();
    for (const wire::Voice& voice : response.voices())
        report.voices.push_back(voiceOf(voice));
    return report;
}

Attempt Channel::speak(const Call& call, const SynthesisRequest& request, const std::string* clip,
                       std::chrono::steady_clock::time_point deadline,
                       const std::vector<std::uint32_t>& rates, AudioSink& sink, SynthesisResult& result)
{
    SpeechCall speech(call, request, rates, sink, result);
    const Listed listed(*_parts, speech);
    return speech.run(*_parts->speech, clip, deadline);
}

bool Channel::evict(Span<const std::uint8_t> key, std::chrono::milliseconds patience)
{
    wire::EvictVoiceRequest request;
    request.set_reference_key(key.data(), key.size());
    wire::EvictVoiceResponse response;
    _parts->unary(patience, [&](grpc::ClientContext& context) {
        return _parts->stub->EvictVoice(&context, request, &response);
    });
    return response.held();
}

void Channel::cancel(std::string_view requestId)
{
    const std::lock_guard lock(_parts->mutex);
    for (SpeechCall* call : _parts->calls)
        if (call->requestId() == requestId) call->cancel();
}

void Channel::abandonSilent(std::chrono::milliseconds since)
{
    const std::lock_guard lock(_parts->mutex);
    for (SpeechCall* call : _parts->calls)
        call->abandonIfSilent(since);
}

void Channel::close()
{
    const std::lock_guard lock(_parts->mutex);
    _parts->closed = true;
    for (SpeechCall* call : _parts->calls)
        call->cancel();
    for (grpc::ClientContext* context : _parts->shortCalls)
        context->TryCancel();
}

}  // namespace scaispeak::scaiinfer
