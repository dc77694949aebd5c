#pragma once

#include "core/voice.hpp"
#include "speak/slot.hpp"

#include <optional>
#include <string_view>

namespace scaispeak::speak {

/// How near to the voice asked for a slot's speech comes.
enum class Fidelity
{
    Exact,
    Approximate  ///< The operator mapped the voice to another one, or the engine clones roughly.
};

std::string_view word(Fidelity fidelity) noexcept;

/// Nothing when the slot cannot speak this voice.
std::optional<Fidelity> fidelityOf(const core::Voice& voice, const Slot& slot);

}  // namespace scaispeak::speak
