#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <vector>

/// Audio between the thread that makes it and the one that pushes it; at most `bound` chunks wait. Thread
/// safe.
class NoteQueue
{
public:
    using Chunk = std::vector<float>;

    explicit NoteQueue(std::size_t bound) : _bound(bound) {}

    /// Waits for room; false: nobody wants more.
    bool put(Chunk chunk)
    {
        std::unique_lock lock(_mutex);
        _changed.wait(lock, [this] { return _stopped || _chunks.size() < _bound; });
        if (_stopped) return false;
        _chunks.push_back(std::move(chunk));
        _changed.notify_all();
        return true;
    }

    /// No more comes; with a failure when the maker failed.
    void finish(std::exception_ptr failure = nullptr)
    {
        const std::lock_guard lock(_mutex);
        _finished = true;
        _failure = failure;
        _changed.notify_all();
    }

    /// Waits for audio; nothing at the end or after stop. Throws what the maker failed with.
    std::optional<Chunk> take()
    {
        std::unique_lock lock(_mutex);
        _changed.wait(lock, [this] { return _stopped || _finished || !_chunks.empty(); });
        if (_stopped) return std::nullopt;
        if (_chunks.empty()) {
            if (_failure) std::rethrow_exception(_failure);
            return std::nullopt;
        }
        Chunk chunk = std::move(_chunks.front());
        _chunks.pop_front();
        _changed.notify_all();
        return chunk;
    }

    void stop()
    {
        const std::lock_guard lock(_mutex);
        _stopped = true;
        _changed.notify_all();
    }

    bool stopped() const
    {
        const std::lock_guard lock(_mutex);
        return _stopped;
    }

private:
    const std::size_t _bound;
    mutable std::mutex _mutex;
    std::condition_variable _changed;
    std::deque<Chunk> _chunks;
    std::exception_ptr _failure;
    bool _finished = false;
    bool _stopped = false;
};
