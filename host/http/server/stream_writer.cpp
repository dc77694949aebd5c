#include "http/server/stream_writer.hpp"

#include <pthread.h>

namespace scaispeak::http {

namespace {

constexpr std::size_t kReadBytes = 64 * 1024;

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
    bool first = false;
    bool late = false;
    {
        const std::lock_guard lock(_mutex);
        late = _stopping;
        if (!late) {
            // Its client may have left already, and that have queued it: once more does no harm.
            stream->markQueued();
            first = _ready.empty();
            _ready.push_back(stream);
        }
    }
    if (late) stream->abandon();
    if (first) _readyChanged.notify_one();
}

void StreamWriter::wake(const std::shared_ptr<Stream>& stream)
{
    if (!stream->markQueued()) return;
    bool first = false;
    {
        const std::lock_guard lock(_mutex);
        if (!_stopping) {
            first = _ready.empty();
            _ready.push_back(stream);
        }
    }
    if (first) _readyChanged.notify_one();
}

bool StreamWriter::takeReady(std::vector<std::shared_ptr<Stream>>& batch, Clock::time_point until)
{
    std::unique_lock lock(_mutex);
    _readyChanged.wait_until(lock, until, [this] { return !_ready.empty() || _stopping; });
    batch.swap(_ready);
    return !_stopping;
}

void StreamWriter::run()
{
    std::vector<std::shared_ptr<Stream>> batch;
    auto nextSweep = Clock::now() + _sweep;
    while (takeReady(batch, nextSweep)) {
        for (const auto& stream : batch)
            serve(stream);
        batch.clear();
        const auto now = Clock::now();
        if (now < nextSweep) continue;
        cutStalled(now);
        nextSweep = now + _sweep;
    }
    for (const auto& stream : batch)
        _streams.insert(stream);
    abandonAll();
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
            wake(stream);
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
