#pragma once

#include "core/backend.hpp"
#include "core/setting.hpp"
#include "speak/engine_pool.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace scaispeak::speak {

enum class SlotClass
{
    SelfHosted,
    Relay
};

/// The stable words for why a slot cannot speak, in the order in which they win where several apply
/// (contract, §6).
enum class SlotReason
{
    NotConfigured,
    NotAllowedByPolicy,
    CredentialsMissing,
    WorkerCrashLoop,
    NoNodeWithEngine,
    RelayUnreachable,
    VoiceNotSupported,
    CircuitOpen,
    Saturated,
};

std::string_view word(SlotReason reason) noexcept;
SlotReason slotReason(std::string_view word, SlotReason otherwise) noexcept;
/// What to do about it, for people.
std::string_view remedy(SlotReason reason) noexcept;

/// Ids of presets that are another engine's, and that a slot's engine speaks because its configuration says
/// so.
using MappedVoices = core::Setting<std::set<std::string>>;

/// One of the deployment's named places for a backend. Every slot of the configuration is listed, also an
/// empty one.
struct Slot
{
    std::string name;  ///< "A", "B"
    SlotClass slotClass = SlotClass::SelfHosted;
    std::shared_ptr<core::Backend> backend;  ///< Null: not configured.
    std::shared_ptr<EnginePool> pool;
    std::shared_ptr<MappedVoices> mapped;  ///< Null: none.

    /// As known now; never null.
    std::shared_ptr<const core::EngineDescription> engine() const;
};

/// Whether the slot can take a call now.
struct SlotState
{
    std::string name;
    bool ok = false;
    std::string reason;                    ///< A SlotReason's word when not.
    std::optional<int> retryAfterSeconds;  ///< Where it is saturated and knows for how long.
};

/// As a client is told to wait: rounded up.
int wholeSeconds(std::chrono::milliseconds time) noexcept;

SlotState stateOf(const Slot& slot);

}  // namespace scaispeak::speak
