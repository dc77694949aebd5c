#pragma once

#include <chrono>
#include <mutex>

namespace scaispeak::relay {

/// What is known of the relay: whether it can be reached, and whether it answers and fails. After five
/// failures in a row it is left alone for 5 s, then one call tries it. Thread safe.
class Standing
{
public:
    using Clock = std::chrono::steady_clock;

    void connected(bool could);
    void answered(bool well, Clock::time_point now);
    bool reachable() const;
    /// Whether a call has a fair chance; changes nothing.
    bool closed(Clock::time_point now) const;
    /// A call is to be made: takes the trial, where one is due. False: leave it.
    bool begin(Clock::time_point now);

private:
    static constexpr int tolerated = 5;
    static constexpr std::chrono::seconds rest{5};

    mutable std::mutex _mutex;
    bool _reachable = true;
    int _failures = 0;
    Clock::time_point _openUntil;
};

}  // namespace scaispeak::relay
