#pragma once

#include "core/cancellation.hpp"
#include "pluginhost/call_context.hpp"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>

namespace scaispeak::pluginhost {

/// One call at a time, first come first served. Who waits leaves when its call is stopped: at once when it is
/// woken, within 20 ms otherwise. At most 256 wait. Thread safe.
class Gate
{
public:
    enum class Entry : std::uint8_t
    {
        Entered,
        Stopped,
        Full
    };

    /// Waits until it is this caller's turn. Entered must be followed by leave, on any thread.
    Entry enter(const CallContext& call);
    void leave() noexcept;

    /// Makes everyone who waits look whether its call was stopped.
    void wake() noexcept;

    std::size_t waiting() const;

private:
    bool myTurn(std::uint64_t ticket) const { return !_held && _queue.front() == ticket; }
    void giveUp(std::uint64_t ticket);

    mutable std::mutex _mutex;
    std::condition_variable _changed;
    std::deque<std::uint64_t> _queue;
    std::uint64_t _nextTicket = 0;
    bool _held = false;
};

}  // namespace scaispeak::pluginhost
