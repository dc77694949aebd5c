#include "pluginhost/synthesis_outcome.hpp"

#include "pluginhost/loader/text.hpp"

#include <algorithm>
#include <utility>

namespace scaispeak::pluginhost {

namespace {

using core::SynthesisStatus;

bool isStop(scs_status status)
{
    return status >= SCS_CANCELLED && status <= SCS_CLOSED;
}

SynthesisStatus toSynthesisStatus(scs_status status)
{
    switch (status) {
        case SCS_CANCELLED:
            return SynthesisStatus::Cancelled;
        case SCS_DEADLINE:
            return SynthesisStatus::Deadline;
        case SCS_CLOSED:
            return SynthesisStatus::Closed;
        case SCS_UNAVAILABLE:
            return SynthesisStatus::Unavailable;
        case SCS_OVERLOADED:
            return SynthesisStatus::Overloaded;
        case SCS_UNSUPPORTED:
            return SynthesisStatus::Unsupported;
        default:
            return SynthesisStatus::Failed;
    }
}

core::SynthesisOutcome failure(scs_status status, const ErrorText& said)
{
    core::SynthesisOutcome outcome;
    outcome.status = toSynthesisStatus(status);
    outcome.reason = said.reason;
    outcome.publicMessage = said.publicMessage;
    outcome.internalMessage = said.internalMessage;
    outcome.retryAfter = said.retryAfter;
    if (outcome.internalMessage.empty())
        outcome.internalMessage =
            "the plugin returned status " + std::to_string(status) + " without a message";
    return outcome;
}

std::uint64_t codePoints(const std::string& text)
{
    return static_cast<std::uint64_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

}  // namespace

core::SynthesisOutcome stoppedOutcome(core::StopReason reason)
{
    core::SynthesisOutcome outcome;
    outcome.status = toSynthesisStatus(toStatus(reason));
    return outcome;
}

core::SynthesisOutcome outcomeWith(core::SynthesisStatus status, std::string internalMessage)
{
    core::SynthesisOutcome outcome;
    outcome.status = status;
    outcome.internalMessage = std::move(internalMessage);
    return outcome;
}

core::SynthesisOutcome judgeSynthesis(scs_status status, bool threw, const SinkSession& session,
                                      CallSlot& slot)
{
    const auto failed = [](std::string message) {
        return outcomeWith(SynthesisStatus::Failed, std::move(message));
    };
    if (threw) return failed("the plugin let an exception out of synthesize");
    if (!session.exception().empty()) return failed("the taker of the audio failed: " + session.exception());
    if (!session.fault().empty())
        return failed("the plugin used its sink against the rules: " + session.fault());
    if (slot.usedByOthers()) return failed("the plugin used its sink from another thread");
    if (session.stopped() != core::StopReason::None) return stoppedOutcome(session.stopped());
    if (status == SCS_OK && session.cutShort()) return failed("the plugin's audio ends within a frame");
    if (status == SCS_OK) return outcomeWith(SynthesisStatus::Ok, "");
    if (!isStop(status)) return failure(status, slot.errorText());
    // It may have been told by call_status, or by cancel, which comes with the request's stop.
    const scs_status stopped = slot.status();
    if (stopped == SCS_OK)
        return failed("the plugin stopped (status " + std::to_string(status) + ") without being asked");
    return outcomeWith(toSynthesisStatus(stopped), "");
}

void addResult(const scs_synthesis_result& result, const SinkSession& session, const std::string& text,
               core::SynthesisOutcome& outcome)
{
    const std::uint64_t size = std::min(result.node_id.size, result.node_id.capacity);
    if (const auto node = readPlainText({result.node_id.data, size}, 128)) outcome.nodeId = *node;
    outcome.holdsReference = result.holds_reference == 1;
    // PCM is counted here; only the plugin knows how many frames are in bytes of another format.
    outcome.frames = session.frames() > 0 ? session.frames() : result.frames;
    outcome.charsDone = std::min(result.chars_done, codePoints(text));
}

}  // namespace scaispeak::pluginhost
