#pragma once

#include "core/cancellation.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace scaispeak::pluginhost {

/// On whose behalf a plugin is called, and until when. Borrows.
struct CallContext
{
    using Clock = std::chrono::steady_clock;

    std::string_view requestId;
    std::string_view traceparent;
    const core::Cancellation* cancellation = nullptr;
    std::optional<Clock::time_point> deadline;

    /// A call of the host itself, for which nobody waits longer than `patience`.
    static CallContext within(Clock::duration patience) { return {{}, {}, nullptr, Clock::now() + patience}; }

    core::StopReason stopReason() const noexcept
    {
        if (cancellation != nullptr && cancellation->stopped()) return cancellation->reason();
        return deadline && Clock::now() >= *deadline ? core::StopReason::Deadline : core::StopReason::None;
    }
};

}  // namespace scaispeak::pluginhost
