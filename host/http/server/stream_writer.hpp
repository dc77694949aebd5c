#pragma once

#include "http/server/stream.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_set>
#include <vector>

namespace scaispeak::http {

/// The one thread that sends streamed answers. A stream is looked at when its source or its socket (the I/O
/// thread tells) has something for it. After each round the thread pauses for some milliseconds, in which
/// only what is urgent and new streams wake it: so many streams in real time cost it one wake-up a pause and
/// not one a frame. The list of streams to look at holds each once, so it is bounded by the number of
/// connections. add() and wake() from any thread, at any time.
class StreamWriter
{
public:
    using Clock = std::chrono::steady_clock;

    /// `stall`: how long a socket may take nothing; `sweep`: how often that is looked at.
    StreamWriter(std::chrono::milliseconds stall, Clock::duration sweep) : _stall(stall), _sweep(sweep) {}
    ~StreamWriter() { stop(); }

    void start();
    /// Abandons all streams and joins. Later streams are abandoned by the thread that brings them.
    void stop();

    void add(const std::shared_ptr<Stream>& stream);
    void wake(const std::shared_ptr<Stream>& stream, core::Urgency urgency);

    /// Any thread.
    void setStall(std::chrono::milliseconds stall) noexcept
    {
        _stall.store(stall, std::memory_order_relaxed);
    }

    std::size_t streams() const noexcept { return _count.load(std::memory_order_relaxed); }

private:
    void run();
    bool interrupt();
    bool takeReady(std::vector<std::shared_ptr<Stream>>& batch, Clock::time_point until);
    void serveNew();
    void serve(const std::shared_ptr<Stream>& stream);
    void keep(const std::shared_ptr<Stream>& stream);
    void forget(const std::shared_ptr<Stream>& stream);
    void cutStalled(Clock::time_point now);
    void abandonAll();

    std::atomic<std::chrono::milliseconds> _stall;
    const Clock::duration _sweep;
    std::mutex _mutex;
    std::condition_variable _readyChanged;
    std::vector<std::shared_ptr<Stream>> _ready;
    std::vector<std::shared_ptr<Stream>> _new;  ///< Go before the others.
    std::atomic<bool> _newCame{false};
    bool _idle = false;         ///< The thread waits for whatever comes.
    bool _interrupted = false;  ///< It must not pause.
    bool _stopping = false;
    std::atomic<std::size_t> _count{0};

    /// The thread's own.
    std::unordered_set<std::shared_ptr<Stream>> _streams;
    std::vector<std::shared_ptr<Stream>> _begin;
    std::vector<char> _scratch;
    Clock::time_point _pauseEnd;
    std::thread _thread;
};

}  // namespace scaispeak::http
