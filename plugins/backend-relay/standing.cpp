#include "standing.hpp"

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
    _silent = false;
    if (well)
        _failures = 0;
    else
        failed(now);
}

void Standing::silent(Clock::time_point now)
{
    const std::lock_guard lock(_mutex);
    _reachable = true;
    _silent = true;
    failed(now);
}

Standing::State Standing::state(Clock::time_point now) const
{
    const std::lock_guard lock(_mutex);
    if (!_reachable) return State::Unreachable;
    if (!resting(now)) return State::Fit;
    return _silent ? State::Unreachable : State::Failing;
}

Standing::State Standing::begin(Clock::time_point now)
{
    const std::lock_guard lock(_mutex);
    if (resting(now)) return _reachable && !_silent ? State::Failing : State::Unreachable;
    if (_failures >= tolerated) _openUntil = now + rest;
    return State::Fit;
}

void Standing::failed(Clock::time_point now)
{
    if (++_failures >= tolerated) _openUntil = now + rest;
}

bool Standing::resting(Clock::time_point now) const
{
    return _failures >= tolerated && now < _openUntil;
}

}  // namespace scaispeak::relay
