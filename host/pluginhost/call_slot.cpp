#include "pluginhost/call_slot.hpp"

#include "pluginhost/loader/text.hpp"

#include <time.h>

#include <algorithm>
#include <thread>

namespace scaispeak::pluginhost {

namespace {

/// Differs between threads that live at the same time, and costs less to ask for than a thread's id.
const void* thisThread() noexcept
{
    thread_local const char mark = 0;
    return &mark;
}

/// The steady clock as of the last tick of the system, some milliseconds ago: a tenth of the price, at every
/// poll.
CallContext::Clock::time_point coarseNow() noexcept
{
    struct timespec now = {};
    ::clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return CallContext::Clock::time_point(std::chrono::seconds(now.tv_sec) +
                                          std::chrono::nanoseconds(now.tv_nsec));
}

std::int64_t timeLeft(const CallContext& context)
{
    if (!context.deadline) return 0;
    const std::chrono::nanoseconds left = *context.deadline - CallContext::Clock::now();
    // Zero would mean that there is no deadline.
    return std::max<std::int64_t>(left.count(), 1);
}

}  // namespace

scs_status toStatus(core::StopReason reason) noexcept
{
    switch (reason) {
        case core::StopReason::None:
            return SCS_OK;
        case core::StopReason::Cancelled:
            return SCS_CANCELLED;
        case core::StopReason::Deadline:
            return SCS_DEADLINE;
        case core::StopReason::Closed:
            return SCS_CLOSED;
    }
    return SCS_CLOSED;
}

void CallSlot::begin(const CallContext& context)
{
    _context = context;
    _target = nullptr;
    _stopped.store(SCS_OK, std::memory_order_relaxed);
    _usedByOthers.store(false, std::memory_order_relaxed);
    _errorText.clear();
    _call.struct_size = sizeof _call;
    _call.request_id = abiText(context.requestId);
    _call.traceparent = abiText(context.traceparent);
    _call.time_left_ns = timeLeft(context);
    // A plugin's own thread may hold on to the scs_call of an earlier call of this slot.
    std::atomic_ref(_call.token).store(handle(), std::memory_order_relaxed);
    _owner.store(thisThread(), std::memory_order_release);
}

void CallSlot::end() noexcept
{
    // Either a visitor sees the new generation, or this sees the visitor: hence the strict order on both
    // sides.
    _generation.fetch_add(1, std::memory_order_seq_cst);
    while (_visitors.load(std::memory_order_seq_cst) != 0)
        std::this_thread::yield();
    _owner.store(nullptr, std::memory_order_release);
}

void* CallSlot::handle() const noexcept
{
    // The generation stands in the address's low bits, which the alignment leaves free.
    const auto* base = reinterpret_cast<const std::byte*>(this);
    return const_cast<std::byte*>(base) + _generation.load(std::memory_order_relaxed);
}

bool CallSlot::ownedByThisThread() const noexcept
{
    return _owner.load(std::memory_order_acquire) == thisThread();
}

CallSlot* CallSlot::ownedBy(void* handle) noexcept
{
    CallSlot* slot = slotOf(handle);
    if (slot == nullptr) return nullptr;
    if (slot->_generation.load(std::memory_order_relaxed) != generationOf(handle)) {
        slot->_lateUses.fetch_add(1, std::memory_order_relaxed);
        return nullptr;
    }
    if (slot->ownedByThisThread()) return slot;
    slot->_usedByOthers.store(true, std::memory_order_relaxed);
    return nullptr;
}

scs_status CallSlot::settle(core::StopReason reason) noexcept
{
    scs_status none = SCS_OK;
    const scs_status status = toStatus(reason);
    return _stopped.compare_exchange_strong(none, status, std::memory_order_relaxed) ? status : none;
}

scs_status CallSlot::status() noexcept
{
    const scs_status stopped = _stopped.load(std::memory_order_relaxed);
    if (stopped != SCS_OK) return stopped;
    if (_context.cancellation != nullptr && _context.cancellation->stopped())
        return settle(_context.cancellation->reason());
    if (_context.deadline && coarseNow() >= *_context.deadline) return settle(core::StopReason::Deadline);
    return SCS_OK;
}

scs_status CallSlot::status(const void* handle) noexcept
{
    CallSlot* slot = slotOf(handle);
    if (slot == nullptr) return SCS_CLOSED;
    const std::uint8_t generation = generationOf(handle);
    if (slot->ownedByThisThread())
        return slot->_generation.load(std::memory_order_relaxed) == generation ? slot->status() : SCS_CLOSED;
    slot->_visitors.fetch_add(1, std::memory_order_seq_cst);
    const bool current = slot->_generation.load(std::memory_order_seq_cst) == generation &&
                         slot->_owner.load(std::memory_order_acquire) != nullptr;
    const scs_status status = current ? slot->status() : SCS_CLOSED;
    slot->_visitors.fetch_sub(1, std::memory_order_seq_cst);
    return status;
}

void CallSlot::stop(core::StopReason reason) noexcept
{
    if (reason != core::StopReason::None) settle(reason);
}

scs_error* CallSlot::error() noexcept
{
    return reinterpret_cast<scs_error*>(this);
}

void CallSlot::setError(scs_error* error, const scs_error_info* info)
{
    auto* slot = reinterpret_cast<CallSlot*>(error);
    if (slot != nullptr && slot->ownedByThisThread()) slot->_errorText.set(info);
}

}  // namespace scaispeak::pluginhost
