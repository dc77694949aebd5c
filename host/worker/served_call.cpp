#include "worker/served_call.hpp"

#include "pluginhost/loader/text.hpp"

namespace scaispeak::worker {

using namespace pluginhost;

ServedCall::ServedCall(Lane& lane, PluginInstance& instance, const CallContext& context,
                       FieldReader& arguments)
    : _lane(lane), _instance(instance), _context(context), _arguments(arguments)
{
    _call.emplace(instance, context);
    if (_call->entered()) _call->slot().setTarget(this);
}

void ServedCall::refuse(scs_status status, std::string_view message)
{
    _status = status;
    _refusal = message;
}

scs_status ServedCall::send(FrameKind kind, const FieldWriter& payload)
{
    if (payload.tooLarge()) return SCS_CLOSED;
    return sendPiece(kind, payload.bytes());
}

scs_status ServedCall::sendPiece(FrameKind kind, std::span<const std::byte> piece)
{
    return _lane.channel().send(kind, piece) == Channel::Outcome::Done ? SCS_OK : SCS_CLOSED;
}

scs_status ServedCall::ask(const FieldWriter& question, std::span<const std::byte>& answer)
{
    if (const scs_status sent = send(FrameKind::Ask, question); sent != SCS_OK) return sent;
    Frame frame;
    for (;;) {
        switch (_lane.channel().receive(frame)) {
            case Channel::Outcome::Done:
                if (frame.kind != FrameKind::Answer) return SCS_CLOSED;
                answer = frame.payload;
                return SCS_OK;
            case Channel::Outcome::Later:
                break;
            default:
                return SCS_CLOSED;
        }
    }
}

void ServedCall::writeReturn(FieldWriter& writer)
{
    scs_error_info error{};
    error.struct_size = sizeof error;
    error.internal_message = abiText(_refusal);
    if (_call->entered()) {
        const ErrorText& said = _call->slot().errorText();
        error.reason = abiText(said.reason);
        error.public_message = abiText(said.publicMessage);
        if (_refusal.empty()) error.internal_message = abiText(said.internalMessage);
        if (said.retryAfter) error.retry_after_ns = std::chrono::nanoseconds(*said.retryAfter).count();
        if (_call->threw()) {
            _status = SCS_INTERNAL;
            error.internal_message = abiText("the plugin let an exception out");
        }
        else if (_call->slot().usedByOthers()) {
            _status = SCS_INTERNAL;
            error.internal_message = abiText("the plugin used a sink or emit function from another thread");
        }
    }
    writer(_status);
    writeStruct(writer, &error);
    if (_results.tooLarge()) return;
    writer.rest(_results.bytes().data(), _results.bytes().size());
}

}  // namespace scaispeak::worker
