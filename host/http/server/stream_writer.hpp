#pragma once

#include "http/server/scratch_buffers.hpp"
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

/// Sends streamed answers. What a listener waits for, the first bytes and the end above all, is sent at once
/// by the thread that brings it; the rest by one thread, which looks at a stream when its source or its
/// socket (the I/O thread tells) has something for it. After each round that thread pauses for some
/// milliseconds, in which only what is urgent wakes it: so many streams in real time cost it one wake-up a
/// pause and not one a frame. The list of streams to look at holds each once, so it is bounded by the number
/// of connections. All from any thread, at any time.
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

    /// Sends what there is on the calling thread.
    void add(const std::shared_ptr<Stream>& stream);
    /// Sends what there is on the calling thread, unless another one is at it, which then looks once more.
    void serve(const std::shared_ptr<Stream>& stream) noexcept;
    /// Leaves it to the writer's own thread.
    void wake(const std::shared_ptr<Stream>& stream, core::Urgency urgency);

    void setStall(std::chrono::milliseconds stall) noexcept
    {
        _stall.store(stall, std::memory_order_relaxed);
    }

    std::size_t streams() const noexcept { return _count.load(std::memory_order_relaxed); }

private:
    void run();
    bool takeReady(std::vector<std::shared_ptr<Stream>>& batch, Clock::time_point until);
    bool keep(const std::shared_ptr<Stream>& stream);
    void forget(const std::shared_ptr<Stream>& stream) noexcept;
    void abandon(const std::shared_ptr<Stream>& stream) noexcept;
    std::vector<std::shared_ptr<Stream>> everyStream();
    void cutStalled(Clock::time_point now);

    std::atomic<std::chrono::milliseconds> _stall;
    const Clock::duration _sweep;
    std::mutex _mutex;
    std::condition_variable _readyChanged;
    std::vector<std::shared_ptr<Stream>> _ready;
    std::unordered_set<std::shared_ptr<Stream>> _streams;
    bool _idle = false;         ///< The thread waits for whatever comes.
    bool _interrupted = false;  ///< It must not pause.
    bool _stopping = false;
    std::atomic<std::size_t> _count{0};
    ScratchBuffers _scratch;

    /// The thread's own.
    Clock::time_point _pauseEnd;
    std::thread _thread;
};

}  // namespace scaispeak::http
