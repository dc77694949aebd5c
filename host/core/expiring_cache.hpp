#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <optional>
#include <unordered_map>

namespace scaispeak::core {

/// Values that may be used for a short while without asking again. Holds at most `capacity` of them: when it
/// is full, what has expired goes first, then everything. Thread safe.
template <typename Key, typename Value, typename Hash = std::hash<Key>>
class ExpiringCache
{
public:
    using Clock = std::chrono::steady_clock;

    ExpiringCache(std::chrono::milliseconds lifetime, std::size_t capacity)
        : _lifetime(lifetime), _capacity(capacity)
    {}

    std::optional<Value> find(const Key& key, Clock::time_point now = Clock::now()) const
    {
        const std::lock_guard lock(_mutex);
        const auto entry = _entries.find(key);
        if (entry == _entries.end() || entry->second.goodUntil <= now) return std::nullopt;
        return entry->second.value;
    }

    /// `asked` is when the answer was asked for: a change that happened since then shows after one lifetime
    /// at most.
    void store(const Key& key, Value value, Clock::time_point asked)
    {
        const std::lock_guard lock(_mutex);
        if (_entries.size() >= _capacity && !_entries.contains(key)) makeRoom(asked);
        _entries.insert_or_assign(key, Entry{std::move(value), asked + _lifetime});
    }

    void erase(const Key& key)
    {
        const std::lock_guard lock(_mutex);
        _entries.erase(key);
    }

    void clear()
    {
        const std::lock_guard lock(_mutex);
        _entries.clear();
    }

private:
    struct Entry
    {
        Value value;
        Clock::time_point goodUntil;
    };

    void makeRoom(Clock::time_point now)
    {
        std::erase_if(_entries, [now](const auto& entry) { return entry.second.goodUntil <= now; });
        if (_entries.size() >= _capacity) _entries.clear();
    }

    const std::chrono::milliseconds _lifetime;
    const std::size_t _capacity;
    mutable std::mutex _mutex;
    std::unordered_map<Key, Entry, Hash> _entries;
};

}  // namespace scaispeak::core
