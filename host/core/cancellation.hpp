#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>

namespace scaispeak::core {

enum class StopReason : std::uint8_t
{
    None,
    Cancelled,  ///< The caller left or asked to stop.
    Deadline,   ///< A time limit passed.
    Closed,     ///< The reader of the audio is gone for another reason, or the host stops.
};

/// One stop signal of one piece of work, shared by those who may stop it and those who must notice. The first
/// reason wins. Thread safe. The hook runs once, on the stopping thread, and must not block.
class Cancellation
{
public:
    StopReason reason() const noexcept { return _reason.load(std::memory_order_acquire); }
    bool stopped() const noexcept { return reason() != StopReason::None; }

    /// True for the call that stopped it.
    bool stop(StopReason why);

    /// Sets what is told of the stop, in place of an earlier hook; told at once when it has stopped already.
    /// An empty function takes the hook away; on return it is certain that the old one is not running.
    void onStop(std::function<void(StopReason)> hook);

private:
    std::atomic<StopReason> _reason{StopReason::None};
    std::mutex _mutex;
    std::function<void(StopReason)> _hook;
};

}  // namespace scaispeak::core
