#include "pace.hpp"

namespace scaispeak::relay {
namespace {

/// Of samples; speech in the worst of telephones has seven times as many.
constexpr std::uint64_t leastBytesPerSecond = 1'111;

constexpr Pace::Clock::duration aLittleBelow(std::chrono::milliseconds limit)
{
    return limit * 9 / 10;
}

}  // namespace

Pace::Pace(std::chrono::milliseconds firstAudio, std::chrono::milliseconds betweenChunks)
    : _firstAudio(aLittleBelow(firstAudio)),
      _betweenChunks(aLittleBelow(betweenChunks)),
      _leastBytes(leastBytesPerSecond * static_cast<std::uint64_t>(betweenChunks.count()) * 9 / 10'000)
{}

void Pace::start(Clock::time_point now)
{
    _last = now;
}

void Pace::took(std::uint64_t bytes, Clock::time_point now)
{
    if (bytes == 0) return;
    if (!_begun) _windowStart = now;
    _begun = true;
    _last = now;
    _windowBytes += bytes;
}

void Pace::held(Clock::duration time)
{
    _last += time;
    _windowStart += time;
}

bool Pace::tooSlow(Clock::time_point now)
{
    if (!_begun) return now - _last >= _firstAudio;
    if (now - _last >= _betweenChunks) return true;
    if (now - _windowStart < _betweenChunks) return false;
    const bool slow = _windowBytes < _leastBytes;
    _windowStart = now;
    _windowBytes = 0;
    return slow;
}

}  // namespace scaispeak::relay
