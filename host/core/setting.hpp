#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace scaispeak::core {

/// A value of the configuration that a reload replaces while others read it. A reader keeps the state it took
/// for as long as it needs it, so that one call never sees two states. Thread safe.
template <typename Value>
class Setting
{
public:
    explicit Setting(Value value) : _value(std::make_shared<const Value>(std::move(value))) {}
    Setting(const Setting&) = delete;
    Setting& operator=(const Setting&) = delete;

    /// Never null.
    std::shared_ptr<const Value> get() const
    {
        const std::lock_guard lock(_mutex);
        return _value;
    }

    void set(Value value)
    {
        auto next = std::make_shared<const Value>(std::move(value));
        const std::lock_guard lock(_mutex);
        _value.swap(next);
    }

private:
    mutable std::mutex _mutex;
    std::shared_ptr<const Value> _value;
};

}  // namespace scaispeak::core
