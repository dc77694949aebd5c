#pragma once

#include <cstdint>
#include <mutex>
#include <optional>

namespace scaispeak::pluginhost {

/// Lets 200 lines a second pass, 200 at once, and counts the rest. Times are nanoseconds of a clock that
/// never goes back. Thread safe.
class LogLimit
{
public:
    static constexpr std::uint64_t linesPerSecond = 200;

    struct Verdict
    {
        bool pass = false;
        std::uint64_t droppedBefore = 0;  ///< Lines to report, at most once a second.
    };

    Verdict admit(std::int64_t now) noexcept;

private:
    void refill(std::int64_t now) noexcept;

    std::mutex _mutex;
    std::uint64_t _left = linesPerSecond;
    std::uint64_t _dropped = 0;
    std::optional<std::int64_t> _filledAt;
    std::optional<std::int64_t> _reportedAt;
};

}  // namespace scaispeak::pluginhost
