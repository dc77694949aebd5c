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
/// thread tells) has something for it; the thread is woken only when the list of such streams was empty. That
/// list holds a stream once, so it is bounded by the number of connections. add() and wake() from any thread,
/// at any time.
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
    void wake(const std::shared_ptr<Stream>& stream);

    /// Any thread.
    void setStall(std::chrono::milliseconds stall) noexcept
    {
        _stall.store(stall, std::memory_order_relaxed);
    }

    std::size_t streams() const noexcept { return _count.load(std::memory_order_relaxed); }

private:
    void run();
    bool takeReady(std::vector<std::shared_ptr<Stream>>& batch, Clock::time_point until);
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
    bool _stopping = false;
    std::atomic<std::size_t> _count{0};

    /// The thread's own.
    std::unordered_set<std::shared_ptr<Stream>> _streams;
    std::vector<char> _scratch;
    std::thread _thread;
};

}  // namespace scaispeak::http
