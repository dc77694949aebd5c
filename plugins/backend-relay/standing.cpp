#include "standing.hpp"

#include <algorithm>

namespace scaispeak::relay {

void Standing::connected(bool could)
{
    const std::lock_guard lock(_mutex);
    _reachable = could;
}

void Standing::answered(bool well, Clock::time_point now)
{
    const std::lock_guard lock(_mutex);
    _reachable = true;
    if (well)
        _failures = 0;
    else
        failed(State::Failing, rest, now);
}

void Standing::silent(Clock::time_point now)
{
    const std::lock_guard lock(_mutex);
    _reachable = true;
    failed(State::Unreachable, rest, now);
}

void Standing::full(std::chrono::seconds retryAfter, Clock::time_point now)
{
    const std::lock_guard lock(_mutex);
    _reachable = true;
    _fullUntil = now + retryAfter;
    failed(State::Full, retryAfter.count() > 0 ? std::min(retryAfter, longestRest) : rest, now);
}

void Standing::refusing(bool certain, Clock::time_point now)
{
    const std::lock_guard lock(_mutex);
    _reachable = true;
    if (certain) _failures = std::max(_failures, tolerated);
    failed(State::Refusing, refusingRest, now);
}

Standing::State Standing::state(Clock::time_point now) const
{
    const std::lock_guard lock(_mutex);
    if (resting(now)) return restingAs();
    return _reachable ? State::Fit : State::Unreachable;
}

Standing::State Standing::begin(Clock::time_point now)
{
    const std::lock_guard lock(_mutex);
    if (resting(now)) return restingAs();
    if (_failures >= tolerated) _openUntil = now + rest;
    return State::Fit;
}

std::chrono::seconds Standing::fullFor(Clock::time_point now) const
{
    const std::lock_guard lock(_mutex);
    const auto left = std::max(_fullUntil, _openUntil) - now;
    return std::max(std::chrono::ceil<std::chrono::seconds>(left), std::chrono::seconds(1));
}

bool Standing::reachable() const
{
    const std::lock_guard lock(_mutex);
    return _reachable;
}

void Standing::failed(State as, std::chrono::seconds restFor, Clock::time_point now)
{
    _last = as;
    if (++_failures >= tolerated) _openUntil = now + restFor;
}

/// In the order of the contract's words: the credential comes before the way to the relay, and that before
/// what it answers.
Standing::State Standing::restingAs() const
{
    return _reachable || _last == State::Refusing ? _last : State::Unreachable;
}

bool Standing::resting(Clock::time_point now) const
{
    return _failures >= tolerated && now < _openUntil;
}

}  // namespace scaispeak::relay
