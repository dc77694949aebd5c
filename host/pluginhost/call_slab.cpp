#include "pluginhost/call_slab.hpp"

namespace scaispeak::pluginhost {

CallSlab::CallSlab()
{
    for (std::size_t index = 0; index < restingSlots; ++index)
        _resting.push_back(&_slots.emplace_back(_lateUses));
}

CallSlot* CallSlab::take()
{
    const std::lock_guard lock(_mutex);
    if (_resting.empty()) return _slots.size() < maximumSlots ? &_slots.emplace_back(_lateUses) : nullptr;
    CallSlot* slot = _resting.front();
    _resting.pop_front();
    return slot;
}

CallSlot* CallSlab::open(const CallContext& context)
{
    CallSlot* slot = take();
    if (slot != nullptr) slot->begin(context);
    return slot;
}

void CallSlab::close(CallSlot* slot) noexcept
{
    slot->end();
    const std::lock_guard lock(_mutex);
    _resting.push_back(slot);
}

bool CallSlab::rests() const
{
    const std::lock_guard lock(_mutex);
    return _resting.size() == _slots.size();
}

}  // namespace scaispeak::pluginhost
