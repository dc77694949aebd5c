#include "speak/audio_buffer.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace scaispeak::speak {
namespace {

// Blocks are given back as they are read, so a slow start costs one block and not the capacity.
constexpr std::size_t blockBytes = 16 * 1024;

}  // namespace

AudioBuffer::AudioBuffer(std::size_t capacity, std::shared_ptr<BufferBudget> budget, std::string tenant)
    : _capacity(capacity), _account(std::move(budget), std::move(tenant))
{}

bool AudioBuffer::reserve(std::size_t bytes, std::size_t)
{
    const std::lock_guard lock(_mutex);
    if (_ending != Ending::Open) return false;
    // A segment that is longer than the whole buffer starts when the buffer is empty.
    if (_buffered > 0 && _buffered + bytes > _capacity) return false;
    if (!_account.tryTake(bytes)) return false;
    _reserved += bytes;
    return true;
}

void AudioBuffer::settle()
{
    const std::lock_guard lock(_mutex);
    _account.giveBack(std::exchange(_reserved, 0));
}

void AudioBuffer::write(std::span<const std::byte> bytes)
{
    std::function<void()> notify;
    {
        std::unique_lock lock(_mutex);
        _crc.add(bytes);
        _written += bytes.size();
        while (!bytes.empty()) {
            _roomMade.wait(lock, [this] { return closed() || _buffered < _capacity; });
            if (closed()) throw OutputClosed();
            const std::size_t now = std::min(bytes.size(), _capacity - _buffered);
            append(bytes.first(now));
            bytes = bytes.subspan(now);
            if (!_readerWaits || !_readable) continue;
            _readerWaits = false;
            if (bytes.empty()) {
                notify = _readable;
                break;
            }
            // The reader must run before there is room again.
            const auto wake = _readable;
            lock.unlock();
            wake();
            lock.lock();
        }
    }
    if (notify) notify();
}

void AudioBuffer::append(std::span<const std::byte> bytes)
{
    const std::size_t covered = std::min(_reserved, bytes.size());
    _reserved -= covered;
    if (covered < bytes.size()) _account.take(bytes.size() - covered);
    _buffered += bytes.size();
    while (!bytes.empty()) {
        if (_blocks.empty() || _blocks.back().size() >= blockBytes) {
            _blocks.emplace_back();
            _blocks.back().reserve(std::min(blockBytes, std::max<std::size_t>(bytes.size(), 1024)));
        }
        std::string& block = _blocks.back();
        const std::size_t now = std::min(bytes.size(), blockBytes - block.size());
        block.append(reinterpret_cast<const char*>(bytes.data()), now);
        bytes = bytes.subspan(now);
    }
}

void AudioBuffer::finish()
{
    end(Ending::Finished);
}

void AudioBuffer::fail()
{
    end(Ending::Failed);
}

void AudioBuffer::abandon()
{
    end(Ending::Abandoned);
}

void AudioBuffer::end(Ending how)
{
    std::function<void()> notify;
    {
        const std::lock_guard lock(_mutex);
        if (_ending != Ending::Open && how != Ending::Abandoned) return;
        _ending = how;
        _account.giveBack(std::exchange(_reserved, 0));
        if (how == Ending::Abandoned) {
            _account.giveBack(_buffered);
            _blocks.clear();
            _buffered = 0;
            _headRead = 0;
        }
        if (std::exchange(_readerWaits, false)) notify = _readable;
    }
    _roomMade.notify_all();
    if (notify) notify();
}

AudioBuffer::Taken AudioBuffer::read(std::span<char> out)
{
    Taken taken;
    std::function<void()> room;
    {
        const std::lock_guard lock(_mutex);
        while (taken.bytes < out.size() && !_blocks.empty()) {
            std::string& block = _blocks.front();
            const std::size_t now = std::min(out.size() - taken.bytes, block.size() - _headRead);
            std::memcpy(out.data() + taken.bytes, block.data() + _headRead, now);
            taken.bytes += now;
            _headRead += now;
            if (_headRead < block.size()) break;
            _blocks.pop_front();
            _headRead = 0;
        }
        _buffered -= taken.bytes;
        _account.giveBack(taken.bytes);
        if (_buffered > 0)
            taken.state = State::More;
        else if (closed() && taken.bytes > 0)
            taken.state = State::More;  // Failed comes alone: what came before it is good audio.
        else if (closed())
            taken.state = State::Failed;
        else
            taken.state = _ending == Ending::Finished ? State::End : State::Waiting;
        _readerWaits = taken.state == State::Waiting;
        if (taken.bytes > 0 && _ending == Ending::Open) room = _room;
    }
    if (taken.bytes > 0) _roomMade.notify_all();
    if (room) room();
    return taken;
}

void AudioBuffer::onReadable(std::function<void()> notify)
{
    bool ready = false;
    {
        const std::lock_guard lock(_mutex);
        _readable = notify;
        ready = !_readerWaits || _buffered > 0 || _ending != Ending::Open;
    }
    if (ready && notify) notify();
}

void AudioBuffer::onRoom(std::function<void()> notify)
{
    const std::lock_guard lock(_mutex);
    _room = std::move(notify);
}

std::string AudioBuffer::crc32() const
{
    const std::lock_guard lock(_mutex);
    return _crc.hex();
}

std::size_t AudioBuffer::bytesWritten() const
{
    const std::lock_guard lock(_mutex);
    return _written;
}

}  // namespace scaispeak::speak
