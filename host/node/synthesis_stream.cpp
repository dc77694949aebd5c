#include "node/synthesis_stream.hpp"

#include "core/identifiers.hpp"
#include "core/traceparent.hpp"
#include "node/request_reader.hpp"

#include <algorithm>
#include <utility>

namespace scaispeak::node {
namespace {

namespace wire = scaiinfer::v1;

constexpr std::size_t messageBytes = 65'536;

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

grpc::Status invalid(const std::string& message)
{
    return {grpc::StatusCode::INVALID_ARGUMENT, message};
}

}  // namespace

SynthesisStream::SynthesisStream(Engine& engine, grpc::GenericCallbackServerContext& context,
                                 std::chrono::milliseconds arrival)
    : _engine(engine), _context(context)
{
    _hostsId = metadata("x-request-id");
    if (_hostsId.empty()) _hostsId = core::newRequestId();
    _request.traceparent = core::traceparentOf(metadata("traceparent"));
    // Before the request is read: a clip is large, and whom there is no place for may send many.
    switch (_engine.admission().enter()) {
        case Admission::Answer::Draining:
            refuse({grpc::StatusCode::UNAVAILABLE, "the node drains"}, CallRefusal::Draining);
            break;
        case Admission::Answer::Full:
            _context.AddTrailingMetadata("retry-after-ms",
                                         std::to_string(_engine.admission().retryAfter().count()));
            refuse({grpc::StatusCode::RESOURCE_EXHAUSTED, "all places of the node are taken"},
                   CallRefusal::Full);
            break;
        case Admission::Answer::Taken:
            _arrival.emplace(context, arrival);
            StartRead(&_incoming);
            break;
    }
}

void SynthesisStream::OnReadDone(bool ok)
{
    _arrival->arrived();
    if (!ok)
        giveBack(invalid("no request came"), CallRefusal::Late);
    else if (readRequest())
        start();
}

bool SynthesisStream::readRequest()
{
    wire::SynthesizeRequest given;
    if (!grpc::SerializationTraits<wire::SynthesizeRequest>::Deserialize(&_incoming, &given).ok()) {
        giveBack(invalid("the request cannot be read"), CallRefusal::Invalid);
        return false;
    }
    RequestReader reader(_engine.clips(), _engine.description().maxChars);
    switch (reader.read(std::move(given), _request)) {
        case RequestReader::Answer::Invalid:
            giveBack(invalid(reader.fault()), CallRefusal::Invalid);
            return false;
        case RequestReader::Answer::NeedsReference:
            _context.AddTrailingMetadata("scaiinfer-need", "reference");
            giveBack({grpc::StatusCode::FAILED_PRECONDITION, "the clip is not here: send it in full"},
                     CallRefusal::Reference);
            return false;
        case RequestReader::Answer::Good:
            break;
    }
    _keepsClip = reader.keepsClip();
    return true;
}

void SynthesisStream::refuse(const grpc::Status& status, CallRefusal reason)
{
    _engine.calls().refused(reason);
    log("refused");
    Finish(status);
}

void SynthesisStream::giveBack(const grpc::Status& status, CallRefusal reason)
{
    _engine.admission().giveBack();
    refuse(status, reason);
}

void SynthesisStream::start()
{
    _request.requestId = _engine.callId(_hostsId);
    const auto left = _context.deadline() - std::chrono::system_clock::now();
    if (left < std::chrono::hours(24))
        _request.timeLeft = std::max<std::chrono::nanoseconds>(left, std::chrono::milliseconds(1));
    _cancellation.onStop([this](core::StopReason) { _engine.backend().cancel(_request.requestId); });
    if (_engine.pool().submit(std::make_shared<Task>(*this)) != speak::Admission::Refused) return;
    _cancellation.onStop({});
    giveBack({grpc::StatusCode::UNAVAILABLE, "the node stops"}, CallRefusal::Draining);
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
    const bool stopped = _cancellation.stopped() || outcome.status == core::SynthesisStatus::Deadline;
    const CallEnd end = status.ok() && whole                                   ? CallEnd::Ok
                        : stopped                                              ? CallEnd::Stopped
                        : outcome.status == core::SynthesisStatus::Unsupported ? CallEnd::Unsupported
                                                                               : CallEnd::Failed;
    if (end == CallEnd::Unsupported || end == CallEnd::Failed)
        _engine.logger().warning("node_call_failed", {{"request_id", std::string_view(_hostsId)},
                                                      {"trace_id", core::traceIdOf(_request.traceparent)},
                                                      {"reason", std::string_view(outcome.internalMessage)}});
    finish(status, end);
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
    send(message);
    return _cancellation.reason();
}

core::StopReason SynthesisStream::write(std::span<const std::byte> bytes)
{
    if (_bytes == 0 && !bytes.empty()) _engine.calls().firstAudio(Clock::now() - _begun);
    _crc.add(bytes);
    _bytes += bytes.size();
    while (!bytes.empty() && !_cancellation.stopped()) {
        const auto piece = bytes.first(std::min(bytes.size(), messageBytes));
        Message message;
        message.set_audio(piece.data(), piece.size());
        send(message);
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
    send(message);
}

/// Returns when gRPC has taken the message before this one.
void SynthesisStream::send(const Message& message)
{
    if (!waitForWrite()) {
        _cancellation.stop(core::StopReason::Closed);
        return;
    }
    {
        const std::lock_guard lock(_mutex);
        _writing = true;
    }
    _outgoing.Clear();
    bool own = true;
    grpc::SerializationTraits<Message>::Serialize(message, &_outgoing, &own);
    StartWrite(&_outgoing);
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
    send(message);
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
void SynthesisStream::finish(const grpc::Status& status, CallEnd end)
{
    const auto took = Clock::now() - _begun;
    _engine.calls().ended(end, took);
    _engine.admission().leave(took, end == CallEnd::Failed);
    log(wordOf(end));
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
