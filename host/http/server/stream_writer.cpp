#include "http/server/stream_writer.hpp"

#include <pthread.h>

#include <utility>

namespace scaispeak::http {

namespace {

/// A quarter of a 20 ms frame: what a frame may come late by. 200 wake-ups a second then serve any number of
/// streams.
constexpr auto kPause = std::chrono::milliseconds(5);

}  // namespace

void StreamWriter::start()
{
    _thread = std::thread([this] { run(); });
    ::pthread_setname_np(_thread.native_handle(), "http-streams");
}

void StreamWriter::stop()
{
    {
        const std::lock_guard lock(_mutex);
        _stopping = true;
    }
    _readyChanged.notify_one();
    if (_thread.joinable()) _thread.join();
    for (const auto& stream : everyStream())
        abandon(stream);
}

void StreamWriter::add(const std::shared_ptr<Stream>& stream)
{
    // Kept first: who stops meanwhile finds it.
    if (keep(stream))
        serve(stream);
    else
        abandon(stream);
}

void StreamWriter::serve(const std::shared_ptr<Stream>& stream) noexcept
{
    if (!stream->baton().take()) return;
    auto step = Stream::Step::Waiting;
    {
        const ScratchBuffers::Lease scratch(_scratch);
        do
            step = stream->step(scratch.bytes());
        while (!stream->baton().release());
    }
    if (step == Stream::Step::Again) wake(stream, core::Urgency::Now);
    if (step == Stream::Step::Over) forget(stream);
}

void StreamWriter::wake(const std::shared_ptr<Stream>& stream, core::Urgency urgency)
{
    const bool queued = !stream->markQueued();
    if (queued && urgency == core::Urgency::Soon) return;
    bool asleep = false;
    {
        const std::lock_guard lock(_mutex);
        if (_stopping) return;
        if (!queued) _ready.push_back(stream);
        const bool pausing = urgency == core::Urgency::Now && !std::exchange(_interrupted, true);
        asleep = std::exchange(_idle, false) || pausing;
    }
    if (asleep) _readyChanged.notify_one();
}

bool StreamWriter::takeReady(std::vector<std::shared_ptr<Stream>>& batch, Clock::time_point until)
{
    std::unique_lock lock(_mutex);
    _readyChanged.wait_until(lock, _pauseEnd, [this] { return _interrupted || _stopping; });
    const auto something = [this] { return _interrupted || !_ready.empty() || _stopping; };
    _idle = !something();
    _readyChanged.wait_until(lock, until, something);
    _idle = false;
    _interrupted = false;
    batch.swap(_ready);
    return !_stopping;
}

void StreamWriter::run()
{
    std::vector<std::shared_ptr<Stream>> batch;
    auto nextSweep = Clock::now() + _sweep;
    while (takeReady(batch, nextSweep)) {
        const auto now = Clock::now();
        _pauseEnd = now + kPause;
        for (const auto& stream : batch) {
            // Unmarked first: what the source tells during the step is looked at again.
            stream->unmarkQueued();
            serve(stream);
        }
        batch.clear();
        if (now < nextSweep) continue;
        cutStalled(now);
        nextSweep = now + _sweep;
    }
}

/// False: it comes too late.
bool StreamWriter::keep(const std::shared_ptr<Stream>& stream)
{
    const std::lock_guard lock(_mutex);
    if (_stopping) return false;
    _streams.insert(stream);
    _count.store(_streams.size(), std::memory_order_relaxed);
    return true;
}

void StreamWriter::forget(const std::shared_ptr<Stream>& stream) noexcept
{
    const std::lock_guard lock(_mutex);
    _streams.erase(stream);
    _count.store(_streams.size(), std::memory_order_relaxed);
}

void StreamWriter::abandon(const std::shared_ptr<Stream>& stream) noexcept
{
    stream->abandon();
    serve(stream);
}

std::vector<std::shared_ptr<Stream>> StreamWriter::everyStream()
{
    const std::lock_guard lock(_mutex);
    return {_streams.begin(), _streams.end()};
}

void StreamWriter::cutStalled(Clock::time_point now)
{
    const auto limit = _stall.load(std::memory_order_relaxed);
    for (const auto& stream : everyStream())
        if (stream->stalled(now, limit)) abandon(stream);
}

}  // namespace scaispeak::http
