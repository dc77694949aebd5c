#include "speak/router.hpp"

#include "speak/fidelity.hpp"

#include <algorithm>
#include <optional>

namespace scaispeak::speak {
namespace {

std::optional<SlotRefusal> refusalOf(const core::Voice& voice, const Policy& policy, const Slot& slot)
{
    if (!slot.backend) return SlotRefusal{slot.name, SlotReason::NotConfigured, false, {}};
    const bool supported = fidelityOf(voice, slot).has_value();
    if (std::ranges::find(policy.allowedBackends, slot.name) == policy.allowedBackends.end())
        return SlotRefusal{slot.name, SlotReason::NotAllowedByPolicy, supported, {}};
    const SlotState state = stateOf(slot);
    if (state.ok && supported) return std::nullopt;
    if (state.ok) return SlotRefusal{slot.name, SlotReason::VoiceNotSupported, false, {}};
    const SlotReason down = slotReason(state.reason, SlotReason::NoNodeWithEngine);
    return SlotRefusal{slot.name, supported ? down : std::min(down, SlotReason::VoiceNotSupported), supported,
                       state.retryAfterSeconds};
}

/// Whether the slot would speak if it were up and had room.
bool mightSpeak(const SlotRefusal& refusal)
{
    switch (refusal.reason) {
        case SlotReason::NotConfigured:
        case SlotReason::NotAllowedByPolicy:
        case SlotReason::CredentialsMissing:
        case SlotReason::VoiceNotSupported:
            return false;
        default:
            return refusal.supportsVoice;
    }
}

/// That coming back in a moment helps.
bool allSaturated(const std::vector<SlotRefusal>& refusals)
{
    const auto saturated = [](const SlotRefusal& refusal) { return refusal.reason == SlotReason::Saturated; };
    return std::ranges::any_of(refusals, saturated) &&
           std::ranges::all_of(refusals, [&](const SlotRefusal& refusal) {
               return saturated(refusal) || !mightSpeak(refusal);
           });
}

/// The first place that gets free will do.
int soonest(const std::vector<SlotRefusal>& refusals)
{
    std::optional<int> seconds;
    for (const SlotRefusal& refusal : refusals)
        if (refusal.reason == SlotReason::Saturated)
            seconds = std::min(seconds.value_or(refusal.retryAfterSeconds.value_or(1)),
                               refusal.retryAfterSeconds.value_or(1));
    return std::max(seconds.value_or(1), 1);
}

int rank(const Slot& slot, BackendPreference preference, const Policy& policy)
{
    const bool preferred =
        (preference == BackendPreference::PreferSelfHosted && slot.slotClass == SlotClass::SelfHosted) ||
        (preference == BackendPreference::PreferRelay && slot.slotClass == SlotClass::Relay);
    if (preferred) return 0;
    return slot.name == policy.defaultBackend ? 1 : 2;
}

}  // namespace

Route route(const core::Voice& voice, BackendPreference preference, const Policy& policy,
            const std::vector<std::shared_ptr<const Slot>>& slots)
{
    Route result;
    for (const auto& slot : slots) {
        if (auto refusal = refusalOf(voice, policy, *slot))
            result.refusals.push_back(std::move(*refusal));
        else
            result.candidates.push_back(slot);
    }
    std::ranges::stable_sort(result.candidates, {},
                             [&](const auto& slot) { return rank(*slot, preference, policy); });
    return result;
}

core::Failure noBackend(std::vector<SlotRefusal> refusals,
                        const std::vector<std::shared_ptr<const Slot>>& slots)
{
    const bool full = allSaturated(refusals);
    core::Failure failure =
        full ? core::Failure(core::ErrorCode::Overloaded,
                             "every backend that could speak is busy; try again in a moment")
             : core::Failure(core::ErrorCode::BackendUnavailable,
                             "no backend can speak this voice just now; 'details' says why for each of them");
    if (full) failure.withRetryAfter(soonest(refusals));
    for (const auto& slot : slots) {
        const auto row = std::ranges::find(refusals, slot->name, &SlotRefusal::slot);
        if (row != refusals.end())
            failure.withDetail({row->slot, std::string(word(row->reason)), std::string(remedy(row->reason))});
    }
    return failure;
}

}  // namespace scaispeak::speak
