#include "speak/attempt_failure.hpp"

#include <string_view>

namespace scaispeak::speak {
namespace {

/// The word of an engine that gave up its own peer for being too slow. It cannot return a deadline, which is
/// the host's to set.
constexpr std::string_view backendTimeout = "backend_timeout";

}  // namespace

AttemptFailure attemptFailureOf(const core::SynthesisOutcome& outcome, const std::string& fault,
                                SlotClass slotClass)
{
    AttemptFailure failure;
    failure.message = fault.empty() ? outcome.internalMessage : fault;
    failure.pluginReason = outcome.reason;
    failure.publicMessage = outcome.publicMessage;
    const bool relay = slotClass == SlotClass::Relay;
    switch (outcome.status) {
        case core::SynthesisStatus::Unavailable:
            failure.code = core::ErrorCode::BackendUnavailable;
            failure.reason = slotReason(outcome.reason,
                                        relay ? SlotReason::RelayUnreachable : SlotReason::NoNodeWithEngine);
            break;
        case core::SynthesisStatus::Overloaded:
            failure.code = core::ErrorCode::Overloaded;
            failure.reason = SlotReason::Saturated;
            if (outcome.retryAfter) failure.retryAfterSeconds = wholeSeconds(*outcome.retryAfter);
            break;
        case core::SynthesisStatus::Unsupported:
            failure.code = core::ErrorCode::BackendUnavailable;
            failure.reason = SlotReason::VoiceNotSupported;
            break;
        case core::SynthesisStatus::Deadline:
            failure.code = core::ErrorCode::BackendTimeout;
            break;
        case core::SynthesisStatus::Failed:
            failure.code = outcome.reason == backendTimeout ? core::ErrorCode::BackendTimeout
                                                            : core::ErrorCode::BackendError;
            break;
        case core::SynthesisStatus::Ok:
        case core::SynthesisStatus::Cancelled:
        case core::SynthesisStatus::Closed:
            failure.code = core::ErrorCode::BackendError;
            break;
    }
    return failure;
}

core::Failure brokenBackend(const AttemptFailure& failure, bool speaking)
{
    switch (failure.code) {
        case core::ErrorCode::BackendTimeout:
            return core::Failure(failure.code, "the backend did not answer in time; try again");
        case core::ErrorCode::Overloaded:
            return core::Failure(failure.code,
                                 "the backend has no place for the rest of the text; try again in a moment")
                .withRetryAfter(failure.retryAfterSeconds.value_or(1));
        default:
            break;
    }
    if (!speaking && !failure.publicMessage.empty())
        return core::Failure(core::ErrorCode::BackendError, "the backend failed: " + failure.publicMessage);
    return core::Failure(core::ErrorCode::BackendError, "the backend failed while speaking; try again");
}

}  // namespace scaispeak::speak
