#pragma once

#include <chrono>
#include <mutex>

namespace scaispeak::relay {

/// What is known of the relay: whether it can be reached, and whether it answers and fails. After five
/// failures in a row, silence among them, it is left alone for 5 s, then one call tries it. Thread safe.
class Standing
{
public:
    using Clock = std::chrono::steady_clock;

    enum class State
    {
        Fit,
        Unreachable,  ///< It takes no connection, or it is left alone because no answer came.
        Failing       ///< It is left alone because it answers and fails.
    };

    void connected(bool could);
    void answered(bool well, Clock::time_point now);
    /// It took the connection, and no answer came.
    void silent(Clock::time_point now);
    /// Whether a call has a fair chance; changes nothing.
    State state(Clock::time_point now) const;
    /// A call is to be made: takes the trial, where one is due. Anything but Fit: leave it.
    State begin(Clock::time_point now);

private:
    static constexpr int tolerated = 5;
    static constexpr std::chrono::seconds rest{5};

    void failed(Clock::time_point now);
    bool resting(Clock::time_point now) const;

    mutable std::mutex _mutex;
    bool _reachable = true;
    bool _silent = false;  ///< Whether its last failure was one.
    int _failures = 0;
    Clock::time_point _openUntil;
};

}  // namespace scaispeak::relay
