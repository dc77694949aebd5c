#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

namespace scaispeak::pluginhost {

/// When a worker's place is filled again after the worker died. One that had served a call is replaced at
/// once; else starts wait longer and longer, with jitter, and after five in a row the place counts as a crash
/// loop, in which one start is tried every 5 s. Not thread safe.
class CrashBreaker
{
public:
    using Clock = std::chrono::steady_clock;

    static constexpr std::uint32_t threshold = 5;
    static constexpr std::chrono::milliseconds firstPause{100};
    static constexpr std::chrono::milliseconds retryPause{5'000};

    /// `random` gives values from 0 up to 1.
    explicit CrashBreaker(std::function<double()> random) : _random(std::move(random)) {}

    /// The worker served a call.
    void served() { _inARow = 0; }
    /// The worker died. `hadServed`: it had served a call before.
    void died(bool hadServed, Clock::time_point now);

    Clock::time_point nextStart() const { return _nextStart; }
    bool open() const { return _inARow >= threshold; }

private:
    std::function<double()> _random;
    std::uint32_t _inARow = 0;
    Clock::time_point _nextStart{};
};

}  // namespace scaispeak::pluginhost
