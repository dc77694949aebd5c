#include "node/admission.hpp"

#include <algorithm>

namespace scaispeak::node {

Admission::Answer Admission::enter()
{
    const std::lock_guard lock(_mutex);
    if (_draining) return Answer::Draining;
    if (_inflight >= _places) return Answer::Full;
    ++_inflight;
    return Answer::Taken;
}

void Admission::leave(std::chrono::steady_clock::duration took, bool failed)
{
    const std::lock_guard lock(_mutex);
    --_inflight;
    if (_draining && failed) ++_failedInDrain;
    _meanMs += 0.2 * (std::chrono::duration<double, std::milli>(took).count() - _meanMs);
}

void Admission::giveBack()
{
    const std::lock_guard lock(_mutex);
    --_inflight;
}

void Admission::drain()
{
    const std::lock_guard lock(_mutex);
    _draining = true;
}

bool Admission::draining() const
{
    const std::lock_guard lock(_mutex);
    return _draining;
}

std::uint32_t Admission::inflight() const
{
    const std::lock_guard lock(_mutex);
    return _inflight;
}

std::uint32_t Admission::failedInDrain() const
{
    const std::lock_guard lock(_mutex);
    return _failedInDrain;
}

std::chrono::milliseconds Admission::retryAfter() const
{
    const std::lock_guard lock(_mutex);
    return std::chrono::milliseconds(static_cast<int>(std::clamp(_meanMs / _places, 20.0, 2'000.0)));
}

}  // namespace scaispeak::node
