#include "pluginhost/gate.hpp"

#include <algorithm>
#include <chrono>

namespace scaispeak::pluginhost {

namespace {

constexpr std::size_t maximumWaiting = 256;
// A cancellation has one hook, which is its owner's; one that nobody passes on with wake() is noticed this
// late.
constexpr std::chrono::milliseconds slice{20};

}  // namespace

Gate::Entry Gate::enter(const CallContext& call)
{
    std::unique_lock lock(_mutex);
    if (!_held && _queue.empty()) {
        _held = true;
        return Entry::Entered;
    }
    if (_queue.size() >= maximumWaiting) return Entry::Full;
    const std::uint64_t ticket = _nextTicket++;
    _queue.push_back(ticket);
    while (!myTurn(ticket)) {
        if (call.stopReason() != core::StopReason::None) {
            giveUp(ticket);
            return Entry::Stopped;
        }
        const auto next = CallContext::Clock::now() + slice;
        _changed.wait_until(lock, std::min(next, call.deadline.value_or(next)));
    }
    _queue.pop_front();
    _held = true;
    return Entry::Entered;
}

void Gate::giveUp(std::uint64_t ticket)
{
    std::erase(_queue, ticket);
    _changed.notify_all();
}

void Gate::leave() noexcept
{
    {
        const std::lock_guard lock(_mutex);
        _held = false;
    }
    _changed.notify_all();
}

void Gate::wake() noexcept
{
    // Under the mutex, or one that has looked and not yet begun to wait would miss it.
    const std::lock_guard lock(_mutex);
    _changed.notify_all();
}

std::size_t Gate::waiting() const
{
    const std::lock_guard lock(_mutex);
    return _queue.size();
}

}  // namespace scaispeak::pluginhost
