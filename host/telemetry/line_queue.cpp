#include "telemetry/line_queue.hpp"

#include <signal.h>

#include <algorithm>
#include <utility>

namespace scaispeak::telemetry {
namespace {

constexpr std::chrono::milliseconds gathering{5};
constexpr std::chrono::milliseconds slice{50};
constexpr std::chrono::seconds lastWait{1};
constexpr std::size_t enough = 65'536;
constexpr std::size_t keptCapacity = 262'144;

}  // namespace

LineQueue::LineQueue(int descriptor, std::size_t bytes, DroppedLine droppedLine)
    : _bound(bytes), _droppedLine(std::move(droppedLine)), _output(descriptor)
{
    start();
}

LineQueue::~LineQueue()
{
    {
        const std::lock_guard lock(_mutex);
        _stop = true;
        _giveUpAt = std::chrono::steady_clock::now() + lastWait;
    }
    _wake.notify_one();
    _thread.join();
}

/// The writer takes no signals: they are the main thread's, and a pipe without reader is an error code here.
void LineQueue::start()
{
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    _thread = std::thread([this] { run(); });
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void LineQueue::push(std::string_view line)
{
    bool wake = false;
    {
        const std::lock_guard lock(_mutex);
        if (_pending.size() + _inFlight + line.size() > _bound) {
            ++_dropped;
            return;
        }
        const bool wasEnough = _pending.size() >= enough;
        _pending += line;
        ++_pendingLines;
        ++_accepted;
        wake = _idle || (!wasEnough && _pending.size() >= enough);
        _idle = false;
    }
    if (wake) _wake.notify_one();
}

void LineQueue::countDropped()
{
    const std::lock_guard lock(_mutex);
    ++_dropped;
}

bool LineQueue::flush(std::chrono::milliseconds wait)
{
    std::unique_lock lock(_mutex);
    const std::uint64_t accepted = _accepted;
    const std::uint64_t dropped = _dropped;
    _urgent = true;
    _wake.notify_one();
    return _finished.wait_for(lock, wait,
                              [&] { return _done >= accepted && (_droppedTold >= dropped || _failed); });
}

std::uint64_t LineQueue::dropped() const
{
    const std::lock_guard lock(_mutex);
    return _dropped;
}

void LineQueue::run()
{
    Batch batch;
    while (take(batch)) {
        std::uint64_t lost = 0;
        const bool written = writeAll(batch, lost);
        finish(batch, written, lost);
        batch.text.clear();
        if (batch.text.capacity() > keptCapacity) batch.text.shrink_to_fit();
    }
}

bool LineQueue::take(Batch& batch)
{
    std::unique_lock lock(_mutex);
    while (!_stop && !hasWork()) {
        _idle = true;
        _urgent = false;
        _wake.wait(lock);
    }
    _idle = false;
    _wake.wait_for(lock, gathering, [&] { return _stop || _urgent || _pending.size() >= enough; });
    if (!hasWork() || (_stop && std::chrono::steady_clock::now() >= _giveUpAt)) return false;

    batch.text.swap(_pending);
    batch.lines = std::exchange(_pendingLines, 0);
    batch.tells = _dropped > _droppedTold ? _dropped : 0;
    if (batch.tells > 0) batch.text += _droppedLine(_dropped - _droppedTold);
    _inFlight = batch.text.size();
    return true;
}

bool LineQueue::writeOut(std::string_view& text)
{
    while (!text.empty())
        if (_output.write(text, slice) == Output::Result::Failed || givenUp()) return text.empty();
    return true;
}

bool LineQueue::writeAll(const Batch& batch, std::uint64_t& lost)
{
    // A line that an earlier batch left cut off is ended first, so that the next one can be read.
    std::string_view newline = _midLine ? "\n" : "";
    std::string_view rest = batch.text;
    const bool written = writeOut(newline) && writeOut(rest);
    const std::size_t count = batch.text.size() - rest.size();
    if (newline.empty()) _midLine = count > 0 && batch.text[count - 1] != '\n';
    lost = static_cast<std::uint64_t>(std::count(rest.begin(), rest.end(), '\n'));
    // The line that tells of dropped ones is no loss of its own: it is made again.
    if (batch.tells > 0 && lost > 0) --lost;
    return written;
}

void LineQueue::finish(const Batch& batch, bool written, std::uint64_t lost)
{
    {
        const std::lock_guard lock(_mutex);
        _done += batch.lines;
        _dropped += lost;
        _failed = !written;
        if (written && batch.tells > 0) _droppedTold = batch.tells;
        _inFlight = 0;
    }
    _finished.notify_all();
}

bool LineQueue::givenUp() const
{
    const std::lock_guard lock(_mutex);
    return _stop && std::chrono::steady_clock::now() >= _giveUpAt;
}

}  // namespace scaispeak::telemetry
