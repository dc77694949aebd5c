#pragma once

#include <chrono>
#include <cstdint>

namespace scaispeak::relay {

/// Whether a relay's samples come as fast as they have to: the first one, and later the next one, within a
/// time limit, and on average more than nobody could call speech. Nothing of it is read from a clock: one
/// thread tells it what happens, in order.
class Pace
{
public:
    using Clock = std::chrono::steady_clock;

    /// The limits are the host's, which cannot tell a slow relay from a silent one; here they end a little
    /// sooner.
    Pace(std::chrono::milliseconds firstAudio, std::chrono::milliseconds betweenChunks);

    void start(Clock::time_point now);
    void took(std::uint64_t bytes, Clock::time_point now);
    /// While the listener is behind, the relay is not the slow one.
    void held(Clock::duration time);
    bool tooSlow(Clock::time_point now);

private:
    Clock::duration _firstAudio;
    Clock::duration _betweenChunks;
    std::uint64_t _leastBytes;  ///< In `_betweenChunks`.
    bool _begun = false;
    Clock::time_point _last;  ///< When samples came, or the start.
    Clock::time_point _windowStart;
    std::uint64_t _windowBytes = 0;
};

}  // namespace scaispeak::relay
