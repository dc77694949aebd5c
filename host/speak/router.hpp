#pragma once

#include "core/failure.hpp"
#include "core/policy.hpp"
#include "core/voice.hpp"
#include "speak/slot.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace scaispeak::speak {

using core::Policy;

enum class BackendPreference
{
    Any,
    PreferSelfHosted,
    PreferRelay
};

/// Why one slot was left out, or failed.
struct SlotRefusal
{
    std::string slot;
    SlotReason reason = SlotReason::NotConfigured;
    bool supportsVoice = true;                  ///< As far as is known of an engine that is down.
    std::optional<int> retryAfterSeconds = {};  ///< Where it is saturated and knows for how long.
};

struct Route
{
    std::vector<std::shared_ptr<const Slot>> candidates;  ///< In the order they are tried.
    std::vector<SlotRefusal> refusals;                    ///< All others, in slot order.
};

/// The slots that can speak this voice just now, in order: the preference inside what the policy allows, else
/// the default, then the others. Never one that would speak another voice.
Route route(const core::Voice& voice, BackendPreference preference, const Policy& policy,
            const std::vector<std::shared_ptr<const Slot>>& slots);

/// What is answered when no slot could speak: one row a slot, in slot order. `slots` gives that order.
/// Overloaded when each that is allowed, set up and supports the voice is saturated; to come back after the
/// shortest of the times that they name.
core::Failure noBackend(std::vector<SlotRefusal> refusals,
                        const std::vector<std::shared_ptr<const Slot>>& slots);

}  // namespace scaispeak::speak
