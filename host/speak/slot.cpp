#include "speak/slot.hpp"

#include <array>

namespace scaispeak::speak {
namespace {

struct Row
{
    std::string_view word;
    std::string_view remedy;
};

constexpr std::array<Row, 9> rows{{
    {"slot_not_configured",
     "no backend is configured here, or its plugin did not load; the operator names one under 'slots'"},
    {"not_allowed_by_policy", "the tenant's policy does not allow this backend; an admin can allow it"},
    {"relay_credentials_missing",
     "the relay lacks its credentials or does not accept them; the operator sets url, api_key and model"},
    {"worker_crash_loop", "the engine's process keeps dying; the operator finds its output in the log"},
    {"no_node_with_engine", "no node with the engine is online; the operator brings one up"},
    {"relay_unreachable", "the relay cannot be reached; try again, or look at the network"},
    {"voice_not_supported", "this backend cannot speak this voice; choose another voice or map it"},
    {"circuit_open", "the backend has failed several times in a row and is tried again in a moment"},
    {"saturated", "all places of the backend are taken; try again in a moment"},
}};

}  // namespace

std::string_view word(SlotReason reason) noexcept
{
    return rows[static_cast<std::size_t>(reason)].word;
}

SlotReason slotReason(std::string_view word, SlotReason otherwise) noexcept
{
    for (std::size_t index = 0; index < rows.size(); ++index)
        if (rows[index].word == word) return static_cast<SlotReason>(index);
    return otherwise;
}

std::string_view remedy(SlotReason reason) noexcept
{
    return rows[static_cast<std::size_t>(reason)].remedy;
}

std::shared_ptr<const core::EngineDescription> Slot::engine() const
{
    static const auto none = std::make_shared<const core::EngineDescription>();
    return backend ? backend->describe() : none;
}

int wholeSeconds(std::chrono::milliseconds time) noexcept
{
    return static_cast<int>(std::chrono::ceil<std::chrono::seconds>(time).count());
}

SlotState stateOf(const Slot& slot)
{
    if (!slot.backend) return {slot.name, false, std::string(word(SlotReason::NotConfigured)), std::nullopt};
    const core::BackendHealth health = slot.backend->health();
    if (health.ok) return {slot.name, true, "", std::nullopt};
    const SlotReason down =
        slot.slotClass == SlotClass::Relay ? SlotReason::RelayUnreachable : SlotReason::NoNodeWithEngine;
    SlotState state{slot.name, false, std::string(word(slotReason(health.reason, down))), std::nullopt};
    if (health.retryAfter) state.retryAfterSeconds = wholeSeconds(*health.retryAfter);
    return state;
}

}  // namespace scaispeak::speak
