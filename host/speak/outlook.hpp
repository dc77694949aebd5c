#pragma once

#include "core/failure.hpp"
#include "speak/fidelity.hpp"
#include "speak/router.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace scaispeak::speak {

bool isReady(const core::Voice& voice);
/// What a call with a voice that is not ready is answered.
core::Failure notReady();

/// What one slot would be to a call.
struct SlotOutlook
{
    std::string name;
    SlotClass slotClass = SlotClass::SelfHosted;
    std::optional<std::size_t> turn;  ///< 1 for the first that is tried; none where there is a refusal.
    std::optional<SlotReason> refusal;
    std::optional<Fidelity> fidelity;  ///< Of this voice, whether or not the slot is a candidate.
};

/// What a call would meet.
struct Outlook
{
    std::vector<SlotOutlook> slots;        ///< All, in slot order.
    std::optional<core::Failure> failure;  ///< What it would be answered, where nothing would be spoken.
};

/// By the very choice that calls are routed by.
Outlook outlookOf(const core::Voice& voice, BackendPreference preference, const Policy& policy,
                  const std::vector<std::shared_ptr<const Slot>>& slots);

}  // namespace scaispeak::speak
