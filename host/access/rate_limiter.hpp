#pragma once

#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace scaispeak::access {

/// Calls a minute; 0 = off.
struct RateLimits
{
    std::uint32_t keyPerMinute = 60;
    std::uint32_t userPerMinute = 120;
    std::uint32_t tenantPerMinute = 1000;
};

/// What a limit says of a call, as it is told in headers.
struct RateStanding
{
    bool allowed = true;
    std::uint32_t limit = 0;
    std::uint32_t remaining = 0;
    std::int64_t resetEpochSeconds = 0;  ///< When the next call is free.
    int retryAfterSeconds = 0;
};

/// Counts calls over a sliding 60 s for any number of subjects. A call that one of its subjects refuses
/// counts for none of them. Memory: one time stamp for each counted call of the last minute, so at most the
/// limit for each subject that called in that minute. Thread safe.
class RateLimiter
{
public:
    struct Subject
    {
        std::string name;
        std::uint32_t limit = 0;  ///< 0 = off
    };

    /// The tightest of the subjects' standings; nothing when all are off.
    std::optional<RateStanding> take(const std::vector<Subject>& subjects, std::int64_t nowMicros);

    /// Like take, but counts nothing.
    std::optional<RateStanding> peek(const std::vector<Subject>& subjects, std::int64_t nowMicros);

private:
    using Window = std::deque<std::int64_t>;

    RateStanding standing(const Subject& subject, std::int64_t nowMicros);
    std::optional<RateStanding> tightest(const std::vector<Subject>& subjects, std::int64_t nowMicros);
    void sweep(std::int64_t nowMicros);

    std::mutex _mutex;
    std::unordered_map<std::string, Window> _windows;
    std::int64_t _sweptAt = 0;
};

}  // namespace scaispeak::access
