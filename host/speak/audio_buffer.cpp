#include "speak/audio_buffer.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace scaispeak::speak {
namespace {

// Blocks are given back as they are read, so a slow start costs one block and not the capacity.
constexpr std::size_t blockBytes = 16 * 1024;
constexpr std::size_t spareBytes = 4 * 1024;

// A reader that is told soon comes within a few milliseconds; what waits for it then should be no less than a
// fast connection takes meanwhile in one go.
constexpr std::size_t muchBytes = blockBytes;

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

void AudioBuffer::widen(std::size_t bytes)
{
    const std::lock_guard lock(_mutex);
    _capacity = std::max(_capacity, bytes);
}

void AudioBuffer::write(std::span<const std::byte> bytes)
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
        // What is left can only follow when the reader has run.
        const bool much = !bytes.empty() || _buffered >= muchBytes;
        const auto notify = notice(much ? core::Urgency::Now : core::Urgency::Soon);
        if (!notify) continue;
        lock.unlock();
        (*notify)(much ? core::Urgency::Now : core::Urgency::Soon);
        if (bytes.empty()) return;
        lock.lock();
    }
}

std::shared_ptr<const AudioBuffer::Notify> AudioBuffer::notice(core::Urgency urgency)
{
    if (!_readerWaits || !_readable || (_told && *_told >= urgency)) return nullptr;
    _told = urgency;
    return _readable;
}

void AudioBuffer::append(std::span<const std::byte> bytes)
{
    const std::size_t covered = std::min(_reserved, bytes.size());
    _reserved -= covered;
    if (covered < bytes.size()) _account.take(bytes.size() - covered);
    _buffered += bytes.size();
    while (!bytes.empty()) {
        if (_blocks.empty() || _blocks.back().size() >= blockBytes) {
            _blocks.push_back(std::exchange(_spare, {}));
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
    std::shared_ptr<const Notify> notify;
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
        notify = notice(core::Urgency::Now);
    }
    _roomMade.notify_all();
    if (notify) (*notify)(core::Urgency::Now);
}

AudioBuffer::Taken AudioBuffer::read(std::span<char> out)
{
    Taken taken;
    std::shared_ptr<const std::function<void()>> room;
    {
        const std::lock_guard lock(_mutex);
        while (taken.bytes < out.size() && !_blocks.empty()) {
            std::string& block = _blocks.front();
            const std::size_t now = std::min(out.size() - taken.bytes, block.size() - _headRead);
            std::memcpy(out.data() + taken.bytes, block.data() + _headRead, now);
            taken.bytes += now;
            _headRead += now;
            if (_headRead < block.size()) break;
            // The next frame of an engine in real time goes where the last one lay.
            if (block.capacity() <= spareBytes) _spare = std::move(block);
            _spare.clear();
            _blocks.pop_front();
            _headRead = 0;
        }
        _buffered -= taken.bytes;
        _account.giveBack(taken.bytes);
        // Failed comes alone: what came before it is good audio.
        if (_buffered > 0 || (closed() && taken.bytes > 0))
            taken.state = State::More;
        else if (closed())
            taken.state = State::Failed;
        else
            taken.state = _ending == Ending::Finished ? State::End : State::Waiting;
        _readerWaits = taken.state == State::Waiting;
        if (_readerWaits) _told.reset();
        if (taken.bytes > 0 && _ending == Ending::Open) room = _room;
    }
    if (taken.bytes > 0) _roomMade.notify_all();
    if (room) (*room)();
    return taken;
}

void AudioBuffer::onReadable(Notify notify)
{
    const auto shared = notify ? std::make_shared<const Notify>(std::move(notify)) : nullptr;
    bool ready = false;
    {
        const std::lock_guard lock(_mutex);
        _readable = shared;
        ready = _told || !_readerWaits || _buffered > 0 || _ending != Ending::Open;
        if (ready) _told = core::Urgency::Now;
    }
    if (ready && shared) (*shared)(core::Urgency::Now);
}

void AudioBuffer::onRoom(std::function<void()> notify)
{
    auto shared = std::make_shared<const std::function<void()>>(std::move(notify));
    const std::lock_guard lock(_mutex);
    _room = std::move(shared);
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
