#include "speech_call.hpp"

#include <algorithm>

namespace scaispeak::scaiinfer {
namespace {

namespace wire = ::scaiinfer::v1;

constexpr std::chrono::milliseconds lookAround{10};
// The host says first that the time is over: a plugin that stops before it counts as failed.
constexpr std::chrono::milliseconds behindTheHost{50};
constexpr std::size_t mostHeldEvents = 1'024;

wire::SynthesizeRequest wireOf(const SynthesisRequest& request, const std::string* clip)
{
    wire::SynthesizeRequest out;
    out.set_text(std::string(request.text));
    out.set_language(std::string(request.language));
    if (request.reference) {
        wire::Reference& reference = *out.mutable_reference();
        const auto key = request.reference->key();
        reference.set_key(key.data(), key.size());
        reference.set_sample_rate(request.reference->sampleRate());
        reference.set_frames(request.reference->frames());
        reference.set_transcript(std::string(request.reference->transcript()));
        if (clip != nullptr) reference.set_pcm(*clip);
    }
    else if (!request.designPrompt.empty())
        out.set_design_prompt(std::string(request.designPrompt));
    else
        out.set_engine_voice(std::string(request.engineVoice));
    if (request.instructions) out.set_instructions(std::string(*request.instructions));
    if (request.speed) out.set_speed(*request.speed);
    if (request.cfgValue) out.set_cfg_value(*request.cfgValue);
    if (request.warmupTrim)
        out.set_warmup_trim_ms(
            std::chrono::duration_cast<std::chrono::milliseconds>(*request.warmupTrim).count());
    if (request.normalizeText) out.set_normalize_text(*request.normalizeText);
    for (const std::int32_t encoding : request.accept)
        out.add_accept(static_cast<wire::Encoding>(encoding));
    out.set_preferred_sample_rate(request.preferredSampleRate);
    return out;
}

}  // namespace

SpeechCall::SpeechCall(const Call& call, const SynthesisRequest& request,
                       const std::vector<std::uint32_t>& rates, AudioSink& sink, SynthesisResult& result)
    : _call(call),
      _request(request),
      _sink(sink),
      _result(result),
      _check(request, rates),
      _heard(Clock::now().time_since_epoch().count())
{}

Attempt SpeechCall::run(Stub& stub, const std::string* clip, Clock::time_point deadline)
{
    if (deadline != Clock::time_point::max())
        _context.set_deadline(std::chrono::system_clock::now() + (deadline - Clock::now()) + behindTheHost);
    if (!_call.requestId().empty()) _context.AddMetadata("x-request-id", std::string(_call.requestId()));
    if (!_call.traceparent().empty()) _context.AddMetadata("traceparent", std::string(_call.traceparent()));
    // In one write with the request, of which next() then tells.
    _context.set_initial_metadata_corked(true);
    const auto reader = stub.PrepareCall(&_context, "/scaiinfer.v1.Speech/Synthesize", &_queue);
    reader->StartCall(this);
    reader->WriteLast(wireOf(_request, clip), {}, this);
    bool reading = next();
    while (reading) {
        grpc::ByteBuffer bytes;
        reader->Read(&bytes, this);
        reading = next();
        if (reading && _stopped == Status::Ok && _lie.empty()) take(bytes);
    }
    grpc::Status status;
    reader->Finish(&status, this);
    next();
    _queue.Shutdown();
    next();
    return judge(status);
}

/// The next answer of gRPC; false when what was asked for did not come.
bool SpeechCall::next()
{
    const auto begun = Clock::now();
    void* tag = nullptr;
    bool good = false;
    for (;;) {
        const auto got = _queue.AsyncNext(&tag, &good, std::chrono::system_clock::now() + lookAround);
        if (got == grpc::CompletionQueue::SHUTDOWN) return false;
        if (got == grpc::CompletionQueue::GOT_EVENT) break;
        if (_stopped == Status::Ok) stop(_call.status());
    }
    const auto now = Clock::now();
    if (_check.begun()) _waited += now - begun;
    _heard.store(now.time_since_epoch().count(), std::memory_order_relaxed);
    return good;
}

void SpeechCall::take(grpc::ByteBuffer& bytes)
{
    wire::SynthesizeResponse message;
    if (grpc::SerializationTraits<wire::SynthesizeResponse>::Deserialize(&bytes, &message).ok())
        take(message);
    else
        lie("it sends what cannot be read");
}

void SpeechCall::take(const wire::SynthesizeResponse& message)
{
    if (_whole) return lie("it goes on after its end");
    switch (message.part_case()) {
        case wire::SynthesizeResponse::kBegin:
            _begin = message.begin();
            return lie(_check.begin(_begin.encoding(), _begin.sample_rate(), _begin.channels()));
        case wire::SynthesizeResponse::kAudio:
            return takeAudio(message.audio());
        case wire::SynthesizeResponse::kEvent:
            return takeEvent(message.event());
        case wire::SynthesizeResponse::kTrailer:
            return takeTrailer(message.trailer());
        default:
            return lie("it sends messages of an unknown kind");
    }
}

void SpeechCall::takeAudio(const std::string& bytes)
{
    lie(_check.audio(bytes, _waited));
    if (!_lie.empty() || bytes.empty()) return;
    // As long as the node is ahead of the listener, next() never waits and does not look.
    stop(_call.status());
    if (_stopped != Status::Ok) return;
    if (!_sounded) {
        _sounded = true;
        _sink.begin(static_cast<Encoding>(_begin.encoding()), _begin.sample_rate(), _begin.channels());
        for (const SpeechEvent& event : _held)
            _sink.event(event);
        _held.clear();
    }
    stop(_sink.write({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}));
    _heard.store(Clock::now().time_since_epoch().count(), std::memory_order_relaxed);
}

void SpeechCall::takeEvent(const wire::Event& event)
{
    lie(_check.event(event.text_offset(), event.text_length()));
    if (!_lie.empty() || event.kind() < wire::EVENT_WORD || event.kind() > wire::EVENT_MARK) return;
    SpeechEvent out;
    out.kind = event.kind();
    out.textOffset = event.text_offset();
    out.textLength = event.text_length();
    out.frame = event.frame();
    if (_sounded)
        stop(_sink.event(out));
    else if (_held.size() < mostHeldEvents)
        _held.push_back(out);
    else
        lie("it sends marks without end");
}

void SpeechCall::takeTrailer(const wire::Trailer& trailer)
{
    lie(_check.end({trailer.samples(), trailer.crc32(), trailer.audio_bytes()}));
    _whole = _lie.empty();
    _result.charsDone = trailer.chars_done();
    _result.holdsReference = trailer.holds_reference();
}

void SpeechCall::stop(Status status)
{
    if (status == Status::Ok || _stopped != Status::Ok) return;
    _stopped = status;
    _context.TryCancel();
}

void SpeechCall::lie(std::string what)
{
    if (what.empty() || !_lie.empty()) return;
    _lie = std::move(what);
    _context.TryCancel();
}

void SpeechCall::abandonIfSilent(std::chrono::nanoseconds since)
{
    const Clock::time_point heard{Clock::duration(_heard.load(std::memory_order_relaxed))};
    if (Clock::now() - heard < since) return;
    _abandoned = true;
    _context.TryCancel();
}

Attempt SpeechCall::judge(const grpc::Status& status) const
{
    Attempt attempt;
    if (_stopped != Status::Ok)
        attempt = {Attempt::Kind::Stopped, _stopped, {}, {}};
    else if (!_lie.empty())
        attempt = {Attempt::Kind::Lied, Status::Corrupt, _lie, {}};
    else if (status.ok())
        attempt = _whole ? Attempt{Attempt::Kind::Done, Status::Ok, {}, {}}
                         : Attempt{Attempt::Kind::Lied, Status::Corrupt, "it ends without its trailer", {}};
    else
        attempt = judgeStatus(status);
    attempt.sounded = _sounded;
    return attempt;
}

Attempt SpeechCall::judgeStatus(const grpc::Status& status) const
{
    using Kind = Attempt::Kind;
    const std::string said = "gRPC status " + std::to_string(status.error_code());
    if (_abandoned) return {Kind::Gone, Status::Unavailable, "it does not answer", {}};
    const Status wanted = _call.status();
    if (wanted != Status::Ok) return {Kind::Stopped, wanted, {}, {}};
    switch (status.error_code()) {
        case grpc::StatusCode::DEADLINE_EXCEEDED:
            return {Kind::Stopped, Status::Deadline, {}, {}};
        case grpc::StatusCode::UNAVAILABLE:
            return {Kind::Gone, Status::Unavailable, said, {}};
        case grpc::StatusCode::RESOURCE_EXHAUSTED: {
            // gRPC also says this itself, of a message that is longer than what is taken.
            const int hint = std::atoi(trailing("retry-after-ms").c_str());
            if (hint <= 0)
                return {Kind::Lied,
                        Status::Corrupt,
                        "it sends too long a message, or is full without a hint",
                        {}};
            return {Kind::Full, Status::Overloaded, said,
                    std::chrono::milliseconds(std::clamp(hint, 10, 5'000))};
        }
        case grpc::StatusCode::FAILED_PRECONDITION:
            if (trailing("scaiinfer-need") == "reference")
                return {Kind::NeedsReference, Status::Ok, said, {}};
            break;
        case grpc::StatusCode::UNIMPLEMENTED:
        case grpc::StatusCode::INVALID_ARGUMENT:
            return {Kind::Refused, Status::Unsupported, said, {}};
        default:
            break;
    }
    return {Kind::Failed, Status::Internal, said, {}};
}

std::string SpeechCall::trailing(const char* key) const
{
    const auto& all = _context.GetServerTrailingMetadata();
    const auto found = all.find(key);
    if (found == all.end() || found->second.size() > 64) return {};
    return {found->second.data(), found->second.size()};
}

}  // namespace scaispeak::scaiinfer
