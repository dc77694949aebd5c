#pragma once

#include <chrono>
#include <mutex>

namespace scaispeak::scaiinfer {

/// Leaves out a node that answers and fails: after three failures in a row nobody asks it for 5 s, then one
/// call tries it. Thread safe.
class Breaker
{
public:
    using Clock = std::chrono::steady_clock;

    /// Whether a call may be made; changes nothing.
    bool permits(Clock::time_point now) const;
    /// A call is made: takes the trial, where one is due.
    void begin(Clock::time_point now);
    void succeeded();
    void failed(Clock::time_point now);

private:
    static constexpr int tolerated = 3;
    static constexpr std::chrono::seconds rest{5};

    mutable std::mutex _mutex;
    int _failures = 0;
    Clock::time_point _closedUntil;
};

}  // namespace scaispeak::scaiinfer
