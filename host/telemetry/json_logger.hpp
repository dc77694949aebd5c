#pragma once

#include "core/logger.hpp"
#include "telemetry/line_queue.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>

namespace scaispeak::telemetry {

/// Writes log lines as JSON, `ts` (RFC 3339, UTC, milliseconds), `level`, `event`, then the fields in their
/// order, to a file descriptor, usually stdout. A thread of its own does the writing: a caller only makes the
/// line, and no reader that stands still can hold the host up. Up to 4 MiB wait for the reader; beyond that
/// lines are dropped, and a line `log_lines_dropped` with `count` says so as soon as there is room. A killed
/// process loses the last 5 ms; one that ends orderly loses nothing that the reader takes within a second.
/// Thread safe; never throws.
class JsonLogger : public core::Logger
{
public:
    static constexpr std::size_t defaultBound = 4'194'304;

    /// `descriptor` stays the caller's and open for the life of the logger; `bound` is in bytes.
    explicit JsonLogger(int descriptor, core::LogLevel threshold = core::LogLevel::Info,
                        std::size_t bound = defaultBound);

    bool enabled(core::LogLevel level) const noexcept override
    {
        return level >= _threshold.load(std::memory_order_relaxed);
    }
    void write(core::LogLevel level, std::string_view event,
               std::span<const core::LogField> fields) noexcept override;

    /// The least level that is written, from now on.
    void setThreshold(core::LogLevel threshold) noexcept
    {
        _threshold.store(threshold, std::memory_order_relaxed);
    }

    /// Waits until everything logged so far is written or dropped; false when `wait` passed first.
    bool flush(std::chrono::milliseconds wait = std::chrono::seconds(1)) noexcept;

    /// Lines dropped since the beginning.
    std::uint64_t droppedLines() const noexcept { return _queue.dropped(); }

private:
    std::atomic<core::LogLevel> _threshold;
    LineQueue _queue;
};

}  // namespace scaispeak::telemetry
