#pragma once

#include <chrono>
#include <mutex>

namespace scaispeak::relay {

/// What is known of the relay: whether it can be reached, and whether it answers and fails. After five
/// failures in a row it is left alone, then one call tries it; a credential that is not accepted is enough at
/// once. How long, and what it is called, depends on the last failure. Thread safe.
class Standing
{
public:
    using Clock = std::chrono::steady_clock;

    enum class State
    {
        Fit,
        Unreachable,  ///< It takes no connection, or it is left alone because no answer came.
        Failing,      ///< It is left alone because it answers and fails,
        Full,         ///< because it takes no more calls just now,
        Refusing      ///< because it does not accept the credential.
    };

    void connected(bool could);
    void answered(bool well, Clock::time_point now);
    /// It took the connection, and no answer came.
    void silent(Clock::time_point now);
    /// It takes no more calls; zero where it did not say for how long.
    void full(std::chrono::seconds retryAfter, Clock::time_point now);
    /// It does not accept the credential; unless that is certain it may be about the one call, and counts as
    /// other failures do.
    void refusing(bool certain, Clock::time_point now);

    /// Whether a call has a fair chance; changes nothing.
    State state(Clock::time_point now) const;
    /// A call is to be made: takes the trial, where one is due. Anything but Fit: leave it.
    State begin(Clock::time_point now);
    /// Of the time that a full relay named last, or of its rest where that is longer; at least a second.
    std::chrono::seconds fullFor(Clock::time_point now) const;
    bool reachable() const;

private:
    static constexpr int tolerated = 5;
    static constexpr std::chrono::seconds rest{5};
    /// A relay that names a longer time is tried all the same: it may have been told wrong.
    static constexpr std::chrono::seconds longestRest{60};
    static constexpr std::chrono::seconds refusingRest{30};

    void failed(State as, std::chrono::seconds restFor, Clock::time_point now);
    State restingAs() const;
    bool resting(Clock::time_point now) const;

    mutable std::mutex _mutex;
    bool _reachable = true;
    State _last = State::Failing;  ///< What the last failure was.
    int _failures = 0;
    Clock::time_point _openUntil;
    Clock::time_point _fullUntil;
};

}  // namespace scaispeak::relay
