#include "core/cancellation.hpp"

#include <utility>

namespace scaispeak::core {

bool Cancellation::stop(StopReason why)
{
    StopReason none = StopReason::None;
    if (!_reason.compare_exchange_strong(none, why, std::memory_order_acq_rel)) return false;
    // The hook runs under the mutex: taking it away waits for a running one, which is what makes its captures
    // safe.
    const std::lock_guard lock(_mutex);
    if (auto hook = std::exchange(_hook, nullptr)) hook(why);
    return true;
}

void Cancellation::onStop(std::function<void(StopReason)> hook)
{
    const std::lock_guard lock(_mutex);
    _hook = std::move(hook);
    const StopReason why = reason();
    if (_hook && why != StopReason::None) std::exchange(_hook, nullptr)(why);
}

}  // namespace scaispeak::core
