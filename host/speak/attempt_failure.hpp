#pragma once

#include "core/backend.hpp"
#include "core/failure.hpp"
#include "speak/slot.hpp"

#include <optional>
#include <string>

namespace scaispeak::speak {

/// Why one engine call came to nothing.
struct AttemptFailure
{
    core::ErrorCode code = core::ErrorCode::BackendError;
    std::optional<SlotReason> reason;  ///< None: the slot took the call and broke.
    std::string message;               ///< For the log.
    std::optional<int> retryAfterSeconds;
    std::string pluginReason;   ///< The plugin's own word, for the log.
    std::string publicMessage;  ///< The plugin's own words for the caller.
};

/// `fault`: what was wrong with its audio; empty when nothing was.
AttemptFailure attemptFailureOf(const core::SynthesisOutcome& outcome, const std::string& fault,
                                SlotClass slotClass);

/// What is answered when the call broke before its first sample, in the plugin's own words where it has some;
/// with `speaking` when it broke later: what is heard then is the same for all causes.
core::Failure brokenBackend(const AttemptFailure& failure, bool speaking);

}  // namespace scaispeak::speak
