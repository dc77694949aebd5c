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
    _failures = well ? 0 : _failures + 1;
    if (_failures >= tolerated) _openUntil = now + rest;
}

bool Standing::reachable() const
{
    const std::lock_guard lock(_mutex);
    return _reachable;
}

bool Standing::closed(Clock::time_point now) const
{
    const std::lock_guard lock(_mutex);
    return _failures < tolerated || now >= _openUntil;
}

bool Standing::begin(Clock::time_point now)
{
    const std::lock_guard lock(_mutex);
    if (_failures < tolerated) return true;
    if (now < _openUntil) return false;
    _openUntil = now + rest;
    return true;
}

}  // namespace scaispeak::relay
