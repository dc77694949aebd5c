#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>

namespace scaispeak::node {

/// The places for calls: as many as the engine serves at once. No queue: who is refused is told when to come
/// back, and has other nodes to go to. Thread safe.
class Admission
{
public:
    enum class Answer : std::uint8_t
    {
        Taken,
        Full,
        Draining
    };

    explicit Admission(std::uint32_t places) : _places(places) {}

    Answer enter();
    /// Ends what enter() took; `took` is how long it ran. `failed`: its host did not get what it asked for,
    /// and did not stop it itself.
    void leave(std::chrono::steady_clock::duration took, bool failed);
    /// Ends what enter() took for a call that never ran.
    void giveBack();
    /// From now on all are refused.
    void drain();

    bool draining() const;
    std::uint32_t inflight() const;
    std::uint32_t places() const noexcept { return _places; }
    /// Calls that failed since drain().
    std::uint32_t failedInDrain() const;
    /// When a place is likely to be free: what calls took lately, by the number of places; 20 ms to 2 s.
    std::chrono::milliseconds retryAfter() const;

private:
    const std::uint32_t _places;
    mutable std::mutex _mutex;
    std::uint32_t _inflight = 0;
    std::uint32_t _failedInDrain = 0;
    bool _draining = false;
    double _meanMs = 100;
};

}  // namespace scaispeak::node
