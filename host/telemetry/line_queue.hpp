#pragma once

#include "telemetry/output.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace scaispeak::telemetry {

/// Takes lines from any thread and has a thread of its own write them, in order, each whole. A caller never
/// waits for the reader of the output: what does not fit into the bound is dropped and counted, and once
/// there is room again the line that `droppedLine` makes of the count says so. Lines are gathered for 5 ms,
/// so a process that is killed loses at most that much. The destructor waits up to a second for the rest to
/// be written.
class LineQueue
{
public:
    using DroppedLine = std::function<std::string(std::uint64_t)>;

    /// `bytes`: the bound. `descriptor` stays the caller's and open for the life of the queue.
    LineQueue(int descriptor, std::size_t bytes, DroppedLine droppedLine);
    ~LineQueue();
    LineQueue(const LineQueue&) = delete;
    LineQueue& operator=(const LineQueue&) = delete;

    /// `line` ends with a newline. Does not block.
    void push(std::string_view line);

    /// Counts a line that could not even be made.
    void countDropped();

    /// Waits until all lines pushed so far are written or dropped; false when `wait` passed first.
    bool flush(std::chrono::milliseconds wait);

    /// Lines dropped since the beginning.
    std::uint64_t dropped() const;

private:
    struct Batch
    {
        std::string text;
        std::uint64_t lines = 0;
        std::uint64_t tells = 0;  ///< The count of dropped lines that its last line says; 0 = none.
    };

    void start();
    void run();
    bool take(Batch& batch);
    bool writeOut(std::string_view& text);
    bool writeAll(const Batch& batch, std::uint64_t& lost);
    void finish(const Batch& batch, bool written, std::uint64_t lost);
    bool givenUp() const;
    bool hasWork() const { return !_pending.empty() || (_dropped > _droppedTold && !_failed); }

    const std::size_t _bound;
    const DroppedLine _droppedLine;
    Output _output;
    bool _midLine = false;  ///< The writer's own: the last that was written is not a whole line.

    mutable std::mutex _mutex;
    std::condition_variable _wake;      ///< For the writer.
    std::condition_variable _finished;  ///< For flush().
    std::string _pending;
    std::uint64_t _pendingLines = 0;
    std::size_t _inFlight = 0;  ///< Bytes of the batch that is being written.
    std::uint64_t _accepted = 0;
    std::uint64_t _done = 0;  ///< Of the accepted lines, those written or lost.
    std::uint64_t _dropped = 0;
    std::uint64_t _droppedTold = 0;
    bool _failed = false;  ///< The last batch could not be written: wait for more before trying again.
    bool _idle = false;
    bool _urgent = false;
    bool _stop = false;
    std::chrono::steady_clock::time_point _giveUpAt;

    std::thread _thread;
};

}  // namespace scaispeak::telemetry
