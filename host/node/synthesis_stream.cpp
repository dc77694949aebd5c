#include "node/synthesis_stream.hpp"

#include "core/traceparent.hpp"

#include <algorithm>
#include <utility>

namespace scaispeak::node {
namespace {

namespace wire = scaiinfer::v1;

constexpr std::size_t messageBytes = 65'536;

/// A clip of the cache as the engine reads it.
class HeldClip : public core::ReferenceClip
{
public:
    HeldClip(const ClipKey& key, std::shared_ptr<const Clip> clip) : _key(key), _clip(std::move(clip)) {}
    std::span<const std::uint8_t, 32> key() const override { return _key; }
    std::uint32_t sampleRate() const override { return _clip->sampleRate; }
    std::uint64_t frames() const override { return _clip->pcm.size() / 2; }
    const std::string& transcript() const override { return _clip->transcript; }
    std::size_t read(std::uint64_t offset, std::span<std::byte> out) const override
    {
        if (offset >= _clip->pcm.size()) return 0;
        const auto size = std::min<std::size_t>(out.size(), _clip->pcm.size() - offset);
        std::copy_n(reinterpret_cast<const std::byte*>(_clip->pcm.data()) + offset, size, out.data());
        return size;
    }

private:
    ClipKey _key;
    std::shared_ptr<const Clip> _clip;
};

class Task : public speak::EngineTask
{
public:
    explicit Task(SynthesisStream& stream) : _stream(stream) {}
    const std::string& tenantId() const override { return _nobody; }
    /// The stream is gone afterwards.
    void run() noexcept override { _stream.speak(); }

private:
    SynthesisStream& _stream;
    std::string _nobody;
};

bool knownEncoding(int encoding)
{
    return encoding >= wire::ENCODING_PCM_S16 && encoding <= wire::ENCODING_ALAW;
}

core::Encoding encodingOf(int encoding)
{
    return static_cast<core::Encoding>(encoding - 1);
}
static_assert(static_cast<int>(core::Encoding::PcmS16) + 1 == wire::ENCODING_PCM_S16);
static_assert(static_cast<int>(core::Encoding::Alaw) + 1 == wire::ENCODING_ALAW);

grpc::Status invalid(const std::string& message)
{
    return {grpc::StatusCode::INVALID_ARGUMENT, message};
}

}  // namespace

SynthesisStream::SynthesisStream(Engine& engine, grpc::CallbackServerContext& context,
                                 const wire::SynthesizeRequest& request)
    : _engine(engine), _context(context), _given(request)
{
    _hostsId = metadata("x-request-id");
    _request.traceparent = core::traceparentOf(metadata("traceparent"));
    const grpc::Status refused = refusal();
    if (!refused.ok()) {
        _engine.count("refused");
        log("refused");
        Finish(refused);
        return;
    }
    start();
}

/// Ok, with the place taken.
grpc::Status SynthesisStream::refusal()
{
    if (_given.text().empty()) return invalid("text is empty");
    const grpc::Status voice = readVoice();
    if (!voice.ok()) return voice;
    switch (_engine.admission().enter()) {
        case Admission::Answer::Draining:
            return {grpc::StatusCode::UNAVAILABLE, "the node drains"};
        case Admission::Answer::Full:
            _context.AddTrailingMetadata("retry-after-ms",
                                         std::to_string(_engine.admission().retryAfter().count()));
            return {grpc::StatusCode::RESOURCE_EXHAUSTED, "all places of the node are taken"};
        case Admission::Answer::Taken:
            break;
    }
    return grpc::Status::OK;
}

grpc::Status SynthesisStream::readVoice()
{
    switch (_given.voice_case()) {
        case wire::SynthesizeRequest::kEngineVoice:
            _request.engineVoice = _given.engine_voice();
            return grpc::Status::OK;
        case wire::SynthesizeRequest::kDesignPrompt:
            _request.designPrompt = _given.design_prompt();
            return grpc::Status::OK;
        case wire::SynthesizeRequest::kReference:
            return readReference();
        default:
            return invalid("no voice is given");
    }
}

grpc::Status SynthesisStream::readReference()
{
    const wire::Reference& given = _given.reference();
    ClipKey key{};
    if (given.key().size() != key.size()) return invalid("a reference key has 32 bytes");
    std::copy(given.key().begin(), given.key().end(), key.begin());
    std::shared_ptr<const Clip> clip;
    if (given.pcm().empty()) {
        clip = _engine.clips().find(key);
        if (!clip) {
            _context.AddTrailingMetadata("scaiinfer-need", "reference");
            return {grpc::StatusCode::FAILED_PRECONDITION, "the clip is not here: send it in full"};
        }
        _keepsClip = true;
    }
    else {
        if (given.pcm().size() % 2 != 0 || given.pcm().size() / 2 != given.frames() ||
            given.sample_rate() < 8'000 || given.sample_rate() > 192'000)
            return invalid("the clip's size or rate is not what it says");
        clip = std::make_shared<const Clip>(Clip{given.sample_rate(), given.pcm(), given.transcript()});
        _keepsClip = _engine.clips().keep(key, clip);
    }
    _request.reference = std::make_shared<HeldClip>(key, std::move(clip));
    return grpc::Status::OK;
}

void SynthesisStream::readOptions()
{
    _request.requestId = _engine.callId(_hostsId);
    _request.text = _given.text();
    _request.language = _given.language();
    if (_given.has_instructions()) _request.instructions = _given.instructions();
    if (_given.has_speed()) _request.speed = _given.speed();
    if (_given.has_cfg_value()) _request.cfgValue = _given.cfg_value();
    if (_given.has_warmup_trim_ms()) _request.warmupTrimMs = _given.warmup_trim_ms();
    if (_given.has_normalize_text()) _request.normalizeText = _given.normalize_text();
    std::vector<core::Encoding> accept;
    for (const int encoding : _given.accept())
        if (knownEncoding(encoding)) accept.push_back(encodingOf(encoding));
    for (const core::Encoding pcm : {core::Encoding::PcmS16, core::Encoding::PcmF32})
        if (std::ranges::find(accept, pcm) == accept.end()) accept.push_back(pcm);
    _request.accept = std::move(accept);
    _request.preferredSampleRate = _given.preferred_sample_rate();
    const auto left = _context.deadline() - std::chrono::system_clock::now();
    if (left < std::chrono::hours(24))
        _request.timeLeft = std::max<std::chrono::nanoseconds>(left, std::chrono::milliseconds(1));
}

void SynthesisStream::start()
{
    readOptions();
    _cancellation.onStop([this](core::StopReason) { _engine.backend().cancel(_request.requestId); });
    if (!_engine.pool().submit(std::make_shared<Task>(*this)))
        end({grpc::StatusCode::UNAVAILABLE, "the node stops"}, "refused");
}

void SynthesisStream::OnCancel()
{
    _cancellation.stop(core::StopReason::Cancelled);
}

void SynthesisStream::OnWriteDone(bool ok)
{
    const std::lock_guard lock(_mutex);
    _writing = false;
    _broken = _broken || !ok;
    _written.notify_all();
}

void SynthesisStream::speak()
{
    const core::SynthesisOutcome outcome = _engine.backend().synthesize(_request, *this, _cancellation);
    _cancellation.onStop({});
    if (outcome.status == core::SynthesisStatus::Ok) sendTrailer(outcome);
    const bool whole = waitForWrite();
    const grpc::Status status = statusOf(outcome);
    const bool good = status.ok() && whole;
    const bool stopped = _cancellation.stopped() || outcome.status == core::SynthesisStatus::Deadline;
    if (!status.ok() && !stopped)
        _engine.logger().warning("node_call_failed", {{"request_id", std::string_view(_hostsId)},
                                                      {"trace_id", core::traceIdOf(_request.traceparent)},
                                                      {"reason", std::string_view(outcome.internalMessage)}});
    end(status, good ? "ok" : stopped ? "stopped" : "failed");
}

core::StopReason SynthesisStream::begin(const core::AudioFormat& format)
{
    const std::uint64_t sample = format.encoding == core::Encoding::PcmS16   ? 2
                                 : format.encoding == core::Encoding::PcmF32 ? 4
                                                                             : 0;
    _frameBytes = sample * format.channels;
    Message message;
    message.mutable_begin()->set_encoding(static_cast<wire::Encoding>(static_cast<int>(format.encoding) + 1));
    message.mutable_begin()->set_sample_rate(format.sampleRate);
    message.mutable_begin()->set_channels(format.channels);
    send(std::move(message));
    return _cancellation.reason();
}

core::StopReason SynthesisStream::write(std::span<const std::byte> bytes)
{
    _crc.add(bytes);
    _bytes += bytes.size();
    while (!bytes.empty() && !_cancellation.stopped()) {
        const auto piece = bytes.first(std::min(bytes.size(), messageBytes));
        Message message;
        message.set_audio(piece.data(), piece.size());
        send(std::move(message));
        bytes = bytes.subspan(piece.size());
    }
    return _cancellation.reason();
}

void SynthesisStream::event(const core::SpeechEvent& event)
{
    Message message;
    wire::Event& out = *message.mutable_event();
    out.set_kind(static_cast<wire::EventKind>(static_cast<int>(event.kind) + 1));
    out.set_text_offset(event.textOffset);
    out.set_text_length(event.textLength);
    out.set_frame(event.frame);
    send(std::move(message));
}

/// Returns when gRPC has taken the message before this one.
void SynthesisStream::send(Message&& message)
{
    if (!waitForWrite()) {
        _cancellation.stop(core::StopReason::Closed);
        return;
    }
    {
        const std::lock_guard lock(_mutex);
        _writing = true;
        _message = std::move(message);
    }
    StartWrite(&_message);
}

/// gRPC answers every write, also of a call that is over, so that this ends.
bool SynthesisStream::waitForWrite()
{
    std::unique_lock lock(_mutex);
    _written.wait(lock, [this] { return !_writing; });
    return !_broken;
}

void SynthesisStream::sendTrailer(const core::SynthesisOutcome& outcome)
{
    Message message;
    wire::Trailer& trailer = *message.mutable_trailer();
    trailer.set_samples(_frameBytes == 0 ? 0 : _bytes / _frameBytes);
    trailer.set_crc32(_crc.value());
    trailer.set_audio_bytes(_bytes);
    trailer.set_chars_done(outcome.charsDone);
    trailer.set_holds_reference(_keepsClip || outcome.holdsReference);
    trailer.set_node_id(_engine.nodeId());
    send(std::move(message));
}

grpc::Status SynthesisStream::statusOf(const core::SynthesisOutcome& outcome)
{
    const auto status = [&outcome](grpc::StatusCode code) {
        return grpc::Status(code, outcome.publicMessage);
    };
    switch (outcome.status) {
        case core::SynthesisStatus::Ok:
            return grpc::Status::OK;
        case core::SynthesisStatus::Cancelled:
        case core::SynthesisStatus::Closed:
            return status(grpc::StatusCode::CANCELLED);
        case core::SynthesisStatus::Deadline:
            return status(grpc::StatusCode::DEADLINE_EXCEEDED);
        case core::SynthesisStatus::Unavailable:
            return status(grpc::StatusCode::UNAVAILABLE);
        case core::SynthesisStatus::Overloaded:
            _context.AddTrailingMetadata(
                "retry-after-ms",
                std::to_string(outcome.retryAfter.value_or(std::chrono::milliseconds(100)).count()));
            return status(grpc::StatusCode::RESOURCE_EXHAUSTED);
        case core::SynthesisStatus::Unsupported:
            return status(grpc::StatusCode::UNIMPLEMENTED);
        case core::SynthesisStatus::Failed:
            break;
    }
    return status(grpc::StatusCode::INTERNAL);
}

/// The place is free before the host hears of the end: its next call finds it.
void SynthesisStream::end(const grpc::Status& status, const std::string& outcome)
{
    _engine.count(outcome);
    _engine.admission().leave(Clock::now() - _begun);
    log(outcome);
    Finish(status);
}

void SynthesisStream::log(std::string_view outcome)
{
    const std::chrono::duration<double, std::milli> took = Clock::now() - _begun;
    _engine.logger().info("node_call", {{"request_id", std::string_view(_hostsId)},
                                        {"trace_id", core::traceIdOf(_request.traceparent)},
                                        {"outcome", outcome},
                                        {"audio_bytes", static_cast<std::int64_t>(_bytes)},
                                        {"duration_ms", took.count()}});
}

std::string SynthesisStream::metadata(const char* key) const
{
    const auto& all = _context.client_metadata();
    const auto found = all.find(key);
    if (found == all.end() || found->second.size() > 128) return {};
    return {found->second.data(), found->second.size()};
}

}  // namespace scaispeak::node
