#include "speak/outlook.hpp"

#include <algorithm>

namespace scaispeak::speak {
namespace {

SlotOutlook outlookOf(const core::Voice& voice, const Slot& slot, const Route& route)
{
    SlotOutlook result{slot.name, slot.slotClass, std::nullopt, std::nullopt, std::nullopt};
    if (slot.backend) result.fidelity = fidelityOf(voice, slot);
    const auto refusal = std::ranges::find(route.refusals, slot.name, &SlotRefusal::slot);
    if (refusal != route.refusals.end()) {
        result.refusal = refusal->reason;
        return result;
    }
    const auto candidate =
        std::ranges::find_if(route.candidates, [&](const auto& each) { return each->name == slot.name; });
    result.turn = static_cast<std::size_t>(candidate - route.candidates.begin()) + 1;
    return result;
}

}  // namespace

bool isReady(const core::Voice& voice)
{
    return voice.embeddingStatus == core::EmbeddingStatus::Ready;
}

core::Failure notReady()
{
    return {core::ErrorCode::VoiceNotReady,
            "the voice is not ready to speak; repromote it, or delete it and create it again"};
}

Outlook outlookOf(const core::Voice& voice, BackendPreference preference, const Policy& policy,
                  const std::vector<std::shared_ptr<const Slot>>& slots)
{
    const Route chosen = route(voice, preference, policy, slots);
    Outlook result;
    for (const auto& slot : slots)
        result.slots.push_back(outlookOf(voice, *slot, chosen));
    if (!isReady(voice))
        result.failure = notReady();
    else if (chosen.candidates.empty())
        result.failure = noBackend(chosen.refusals, slots);
    return result;
}

}  // namespace scaispeak::speak
