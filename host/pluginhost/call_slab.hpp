#pragma once

#include "pluginhost/call_slot.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>

namespace scaispeak::pluginhost {

/// The call slots of one instance: made as needed, used again in turn (the one that rested longest first, so
/// that stale handles are recognised as long as possible), freed with the slab (Lent keeps that). Thread
/// safe.
class CallSlab
{
public:
    static constexpr std::size_t restingSlots = 32;
    static constexpr std::size_t maximumSlots = 1'024;

    CallSlab();

    /// nullptr when maximumSlots calls are running.
    CallSlot* open(const CallContext& context);
    void close(CallSlot* slot) noexcept;

    /// Does no call hold a slot?
    bool rests() const;

    /// How often a plugin used something of a call that was over, since the last time this was asked.
    std::uint64_t takeLateUses() noexcept { return _lateUses.exchange(0, std::memory_order_relaxed); }

private:
    CallSlot* take();

    mutable std::mutex _mutex;
    std::atomic<std::uint64_t> _lateUses{0};
    std::deque<CallSlot> _slots;
    std::deque<CallSlot*> _resting;
};

}  // namespace scaispeak::pluginhost
