#include "speak/attempt_failure.hpp"

#include <algorithm>

namespace scaispeak::speak {
namespace {

/// The word of an engine that gave up its own peer for being too slow. It cannot return a deadline, which is
/// the host's to set.
constexpr std::string_view backendTimeout = "backend_timeout";

/// Nodes say how long one of their calls takes, at most this; a relay that limits its callers asks for more.
constexpr std::chrono::milliseconds longestRest{2'000};

core::Failure broken(const AttemptFailure& failure, bool speaking)
{
    if (failure.code == core::ErrorCode::BackendTimeout)
        return {failure.code, "the backend did not answer in time; try again"};
    if (!speaking && !failure.publicMessage.empty())
        return {core::ErrorCode::BackendError, "the backend failed: " + failure.publicMessage};
    return {core::ErrorCode::BackendError, "the backend failed while speaking; try again"};
}

}  // namespace

AttemptFailure attemptFailure(const core::SynthesisOutcome& outcome, const std::string& fault,
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
            failure.retryAfter = outcome.retryAfter;
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

AttemptFailure noPlace(std::string message)
{
    return {core::ErrorCode::Overloaded,
            SlotReason::Saturated,
            std::move(message),
            std::chrono::seconds(1),
            {},
            {}};
}

std::optional<std::chrono::milliseconds> shortRest(const AttemptFailure& failure)
{
    if (failure.reason != SlotReason::Saturated || !failure.retryAfter) return std::nullopt;
    if (*failure.retryAfter > longestRest) return std::nullopt;
    return failure.retryAfter;
}

std::string_view word(const AttemptFailure& failure) noexcept
{
    if (failure.reason) return word(*failure.reason);
    return failure.code == core::ErrorCode::BackendTimeout ? "timeout" : "failed";
}

core::Failure brokenOff(const AttemptFailure& failure)
{
    if (failure.code != core::ErrorCode::Overloaded) return broken(failure, true);
    return core::Failure(failure.code,
                         "the backend has no place for the rest of the text; try again in a moment")
        .withRetryAfter(wholeSeconds(failure.retryAfter.value_or(std::chrono::seconds(1))));
}

core::Failure unspoken(std::vector<SlotRefusal> refusals,
                       const std::vector<std::pair<std::string, AttemptFailure>>& failures,
                       const std::vector<std::shared_ptr<const Slot>>& slots)
{
    const auto failed = std::ranges::find_if(failures.rbegin(), failures.rend(),
                                             [](const auto& each) { return !each.second.reason; });
    if (failed != failures.rend()) return broken(failed->second, false);
    std::optional<std::chrono::milliseconds> retryAfter;
    for (const auto& [name, failure] : failures) {
        refusals.push_back({name, *failure.reason, true, std::nullopt});
        // The first place that gets free will do.
        if (failure.reason == SlotReason::Saturated && failure.retryAfter)
            retryAfter = std::min(retryAfter.value_or(*failure.retryAfter), *failure.retryAfter);
    }
    core::Failure failure = noBackend(std::move(refusals), slots);
    if (retryAfter && failure.code() == core::ErrorCode::Overloaded)
        failure.withRetryAfter(std::max(wholeSeconds(*retryAfter), 1));
    return failure;
}

}  // namespace scaispeak::speak
