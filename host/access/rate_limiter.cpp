#include "access/rate_limiter.hpp"

namespace scaispeak::access {
namespace {

constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t windowLength = 60 * second;

std::int64_t ceilSeconds(std::int64_t micros)
{
    return (micros + second - 1) / second;
}

}  // namespace

std::optional<RateStanding> RateLimiter::take(const std::vector<Subject>& subjects, std::int64_t nowMicros)
{
    const std::lock_guard lock(_mutex);
    sweep(nowMicros);
    std::optional<RateStanding> result = tightest(subjects, nowMicros);
    if (!result || !result->allowed) return result;
    for (const Subject& subject : subjects)
        if (subject.limit > 0) _windows[subject.name].push_back(nowMicros);
    result = tightest(subjects, nowMicros);
    result->allowed = true;  // The call just counted may have been the last free one.
    result->retryAfterSeconds = 0;
    return result;
}

std::optional<RateStanding> RateLimiter::peek(const std::vector<Subject>& subjects, std::int64_t nowMicros)
{
    const std::lock_guard lock(_mutex);
    return tightest(subjects, nowMicros);
}

RateStanding RateLimiter::standing(const Subject& subject, std::int64_t nowMicros)
{
    RateStanding result;
    result.limit = subject.limit;
    const auto found = _windows.find(subject.name);
    if (found == _windows.end()) {
        result.remaining = subject.limit;
        result.resetEpochSeconds = ceilSeconds(nowMicros);
        return result;
    }
    Window& window = found->second;
    while (!window.empty() && window.front() <= nowMicros - windowLength)
        window.pop_front();
    const auto used = static_cast<std::uint32_t>(window.size());
    result.remaining = used < subject.limit ? subject.limit - used : 0;
    result.allowed = result.remaining > 0;
    // With a limit lowered meanwhile more calls than one must leave the window first.
    const std::int64_t freeAt = result.allowed ? nowMicros : window[used - subject.limit] + windowLength;
    result.resetEpochSeconds = ceilSeconds(freeAt);
    result.retryAfterSeconds = static_cast<int>(ceilSeconds(freeAt - nowMicros));
    return result;
}

std::optional<RateStanding> RateLimiter::tightest(const std::vector<Subject>& subjects,
                                                  std::int64_t nowMicros)
{
    std::optional<RateStanding> result;
    for (const Subject& subject : subjects) {
        if (subject.limit == 0) continue;
        const RateStanding one = standing(subject, nowMicros);
        if (!result || one.remaining < result->remaining ||
            (one.remaining == result->remaining && one.resetEpochSeconds > result->resetEpochSeconds))
            result = one;
    }
    return result;
}

void RateLimiter::sweep(std::int64_t nowMicros)
{
    if (nowMicros - _sweptAt < windowLength) return;
    _sweptAt = nowMicros;
    std::erase_if(_windows, [nowMicros](const auto& entry) {
        return entry.second.empty() || entry.second.back() <= nowMicros - windowLength;
    });
}

}  // namespace scaispeak::access
