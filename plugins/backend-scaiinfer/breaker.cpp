#include "breaker.hpp"

namespace scaispeak::scaiinfer {

bool Breaker::permits(Clock::time_point now) const
{
    const std::lock_guard lock(_mutex);
    return _failures < tolerated || now >= _closedUntil;
}

void Breaker::begin(Clock::time_point now)
{
    const std::lock_guard lock(_mutex);
    if (_failures >= tolerated) _closedUntil = now + rest;
}

void Breaker::succeeded()
{
    const std::lock_guard lock(_mutex);
    _failures = 0;
}

void Breaker::failed(Clock::time_point now)
{
    const std::lock_guard lock(_mutex);
    if (++_failures >= tolerated) _closedUntil = now + rest;
}

}  // namespace scaispeak::scaiinfer
