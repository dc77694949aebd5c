#include "http/server/stream_writer.hpp"

#include <pthread.h>

#include <utility>

namespace scaispeak::http {

namespace {

constexpr std::size_t kReadBytes = 64 * 1024;
/// A quarter of a 20 ms frame: what a frame may come late by. 200 wake-ups a second then serve any number of
/// streams.
constexpr auto kPause = std::chrono::milliseconds(5);

}  // namespace

void StreamWriter::start()
{
    _scratch.resize(kReadBytes);
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
}

void StreamWriter::add(const std::shared_ptr<Stream>& stream)
{
    bool late = false;
    bool asleep = false;
    {
        const std::lock_guard lock(_mutex);
        late = _stopping;
        if (!late) {
            // Its client may have left already, and that have queued it: once more does no harm.
            stream->markQueued();
            _new.push_back(stream);
            _newCame.store(true, std::memory_order_relaxed);
            asleep = interrupt();
        }
    }
    if (late) stream->abandon();
    if (asleep) _readyChanged.notify_one();
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
        asleep = urgency == core::Urgency::Now ? interrupt() : std::exchange(_idle, false);
    }
    if (asleep) _readyChanged.notify_one();
}

/// Ends the pause. Whether the thread must be woken for that. Under the lock.
bool StreamWriter::interrupt()
{
    const bool pausing = !std::exchange(_interrupted, true);
    return std::exchange(_idle, false) || pausing;
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
        serveNew();
        for (const auto& stream : batch) {
            serve(stream);
            // A caller waits for the first byte; the others have audio to play.
            if (_newCame.load(std::memory_order_relaxed)) serveNew();
        }
        batch.clear();
        if (now < nextSweep) continue;
        cutStalled(now);
        nextSweep = now + _sweep;
    }
    _streams.insert(batch.begin(), batch.end());
    _streams.insert(_new.begin(), _new.end());
    abandonAll();
}

void StreamWriter::serveNew()
{
    {
        const std::lock_guard lock(_mutex);
        _begin.swap(_new);
        _newCame.store(false, std::memory_order_relaxed);
    }
    for (const auto& stream : _begin)
        serve(stream);
    _begin.clear();
}

void StreamWriter::serve(const std::shared_ptr<Stream>& stream)
{
    // Unmarked first: what the source tells during the step is looked at again.
    stream->unmarkQueued();
    if (!stream->begun()) keep(stream);
    switch (stream->step(_scratch)) {
        case Stream::Step::Waiting:
            break;
        case Stream::Step::Again:
            wake(stream, core::Urgency::Now);
            break;
        case Stream::Step::Over:
            forget(stream);
            break;
    }
}

void StreamWriter::keep(const std::shared_ptr<Stream>& stream)
{
    _streams.insert(stream);
    _count.store(_streams.size(), std::memory_order_relaxed);
}

void StreamWriter::forget(const std::shared_ptr<Stream>& stream)
{
    _streams.erase(stream);
    _count.store(_streams.size(), std::memory_order_relaxed);
}

void StreamWriter::cutStalled(Clock::time_point now)
{
    const auto limit = _stall.load(std::memory_order_relaxed);
    std::erase_if(_streams, [&](const std::shared_ptr<Stream>& stream) {
        if (!stream->stalled(now, limit)) return false;
        stream->abandon();
        return true;
    });
    _count.store(_streams.size(), std::memory_order_relaxed);
}

void StreamWriter::abandonAll()
{
    for (const auto& stream : _streams)
        stream->abandon();
    _streams.clear();
    _count.store(0, std::memory_order_relaxed);
}

}  // namespace scaispeak::http
