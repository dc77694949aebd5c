#include "pluginhost/worker/crash_breaker.hpp"

namespace scaispeak::pluginhost {

void CrashBreaker::died(bool hadServed, Clock::time_point now)
{
    if (hadServed) {
        _inARow = 0;
        _nextStart = now;
        return;
    }
    if (_inARow < threshold) ++_inARow;
    if (open()) {
        _nextStart = now + retryPause;
        return;
    }
    const auto pause = firstPause * (1U << (_inARow - 1));
    // Between half and the whole of it, so that places do not start in step.
    const double share = 0.5 + _random() / 2;
    _nextStart = now + std::chrono::duration_cast<Clock::duration>(pause * share);
}

}  // namespace scaispeak::pluginhost
