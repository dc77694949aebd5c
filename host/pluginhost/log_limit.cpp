#include "pluginhost/log_limit.hpp"

#include <algorithm>
#include <utility>

namespace scaispeak::pluginhost {

namespace {

constexpr std::int64_t second = 1'000'000'000;
constexpr std::int64_t perLine = second / static_cast<std::int64_t>(LogLimit::linesPerSecond);

}  // namespace

void LogLimit::refill(std::int64_t now) noexcept
{
    if (!_filledAt) _filledAt = now;
    const std::int64_t lines = std::max<std::int64_t>(now - *_filledAt, 0) / perLine;
    _left = std::min(linesPerSecond, _left + static_cast<std::uint64_t>(lines));
    *_filledAt += lines * perLine;
}

LogLimit::Verdict LogLimit::admit(std::int64_t now) noexcept
{
    const std::lock_guard lock(_mutex);
    refill(now);
    if (_left == 0) {
        ++_dropped;
        return {};
    }
    --_left;
    if (_dropped == 0 || (_reportedAt && now - *_reportedAt < second)) return {true, 0};
    _reportedAt = now;
    return {true, std::exchange(_dropped, 0)};
}

}  // namespace scaispeak::pluginhost
