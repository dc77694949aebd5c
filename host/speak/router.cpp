#include "speak/router.hpp"

#include "speak/fidelity.hpp"

#include <algorithm>
#include <optional>

namespace scaispeak::speak {
namespace {

std::optional<SlotReason> refusalOf(const core::Voice& voice, const Policy& policy, const Slot& slot)
{
    if (!slot.backend) return SlotReason::NotConfigured;
    if (std::ranges::find(policy.allowedBackends, slot.name) == policy.allowedBackends.end())
        return SlotReason::NotAllowedByPolicy;
    const bool supported = fidelityOf(voice, slot).has_value();
    const SlotState state = stateOf(slot);
    if (state.ok) return supported ? std::nullopt : std::optional(SlotReason::VoiceNotSupported);
    const SlotReason down = slotReason(state.reason, SlotReason::NoNodeWithEngine);
    return supported ? down : std::min(down, SlotReason::VoiceNotSupported);
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
        if (const auto refusal = refusalOf(voice, policy, *slot))
            result.refusals.push_back({slot->name, *refusal});
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
    const auto saturated = [](const SlotRefusal& refusal) { return refusal.reason == SlotReason::Saturated; };
    const auto configured = [](const SlotRefusal& refusal) {
        return refusal.reason != SlotReason::NotConfigured;
    };
    const bool full =
        std::ranges::any_of(refusals, saturated) &&
        std::ranges::count_if(refusals, configured) == std::ranges::count_if(refusals, saturated);
    core::Failure failure =
        full ? core::Failure(core::ErrorCode::Overloaded,
                             "every backend that could speak is busy; try again in a moment")
             : core::Failure(core::ErrorCode::BackendUnavailable,
                             "no backend can speak this voice just now; 'details' says why for each of them");
    if (full) failure.withRetryAfter(1);
    for (const auto& slot : slots) {
        const auto row = std::ranges::find(refusals, slot->name, &SlotRefusal::slot);
        if (row != refusals.end())
            failure.withDetail({row->slot, std::string(word(row->reason)), std::string(remedy(row->reason))});
    }
    return failure;
}

}  // namespace scaispeak::speak
