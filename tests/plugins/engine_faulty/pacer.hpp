#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

/// Wakes many threads each 20 ms from one timer. Threads that sleep by themselves cost a timer of the system
/// each, and a thousand of them keep no pace. Whoever comes is put into the next of twenty groups, so that
/// not all wake at once.
class Pacer
{
public:
    static constexpr auto period = std::chrono::milliseconds(20);

    /// One caller's place. Turns that it was too late for are not lost: it catches up.
    struct Place
    {
        std::size_t group = 0;
        std::uint64_t seen = 0;
    };

    Pacer() = default;
    Pacer(const Pacer&) = delete;
    Pacer& operator=(const Pacer&) = delete;

    ~Pacer()
    {
        _stopping = true;
        if (_thread.joinable()) _thread.join();
    }

    /// Any thread. The timer runs from the first call on.
    Place join()
    {
        std::call_once(_started, [this] { _thread = std::thread(&Pacer::run, this); });
        Place place;
        place.group = _next++ % _groups.size();
        const std::lock_guard lock(_groups[place.group].mutex);
        place.seen = _groups[place.group].turns;
        return place;
    }

    /// Returns at the place's next turn.
    void wait(Place& place)
    {
        Group& group = _groups[place.group];
        std::unique_lock lock(group.mutex);
        group.turn.wait(lock, [&] { return group.turns > place.seen; });
        ++place.seen;
    }

private:
    struct Group
    {
        std::mutex mutex;
        std::condition_variable turn;
        std::uint64_t turns = 0;
    };

    void run()
    {
        const auto step = period / _groups.size();
        auto next = std::chrono::steady_clock::now();
        for (std::size_t index = 0; !_stopping; index = (index + 1) % _groups.size()) {
            next += step;
            std::this_thread::sleep_until(next);
            const std::lock_guard lock(_groups[index].mutex);
            ++_groups[index].turns;
            _groups[index].turn.notify_all();
        }
    }

    std::array<Group, 20> _groups;
    std::once_flag _started;
    std::atomic<std::size_t> _next{0};
    std::atomic<bool> _stopping{false};
    std::thread _thread;
};
