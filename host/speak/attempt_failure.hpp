#pragma once

#include "core/backend.hpp"
#include "core/failure.hpp"
#include "speak/router.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace scaispeak::speak {

/// Why one engine call, or the wait for one, came to nothing.
struct AttemptFailure
{
    core::ErrorCode code = core::ErrorCode::BackendError;
    std::optional<SlotReason> reason;  ///< None: the slot was there, and failed.
    std::string message;               ///< For the log.
    std::optional<std::chrono::milliseconds> retryAfter;
    std::string pluginReason;   ///< The plugin's own word, for the log.
    std::string publicMessage;  ///< The plugin's own words for the caller.
};

/// `fault`: what was wrong with the audio; empty when nothing was.
AttemptFailure attemptFailure(const core::SynthesisOutcome& outcome, const std::string& fault,
                              SlotClass slotClass);
/// All places of a slot are taken, as the host itself sees it.
AttemptFailure noPlace(std::string message);

/// How long until the slot is worth asking again by the host itself, while the caller waits; none where the
/// caller is to come back.
std::optional<std::chrono::milliseconds> shortRest(const AttemptFailure& failure);

/// A few words, for metrics: the slot's reason, "timeout" or "failed".
std::string_view word(const AttemptFailure& failure) noexcept;

/// What the caller is told of a slot that had begun to speak.
core::Failure brokenOff(const AttemptFailure& failure);

/// The same where nothing was spoken: of a slot that failed, else of all by their reasons. `failures` by
/// slot, in the order in which they are tried; `slots` gives the order of rows.
core::Failure unspoken(std::vector<SlotRefusal> refusals,
                       const std::vector<std::pair<std::string, AttemptFailure>>& failures,
                       const std::vector<std::shared_ptr<const Slot>>& slots);

}  // namespace scaispeak::speak
