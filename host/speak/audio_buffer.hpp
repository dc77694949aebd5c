#pragma once

#include "audio/crc32.hpp"
#include "core/urgency.hpp"
#include "speak/audio_output.hpp"
#include "speak/buffer_budget.hpp"

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>

namespace scaispeak::speak {

/// The buffer between an engine and a listener. It takes whole segments, so that an engine is held for as
/// long as it computes and not for as long as somebody listens; only where a segment turns out longer than
/// expected does a write wait for the listener. Bounded by `capacity`, and by the budget for what is
/// dispatched. One writer, one reader.
class AudioBuffer : public AudioOutput
{
public:
    enum class State
    {
        More,
        Waiting,
        End,
        Failed
    };
    struct Taken
    {
        std::size_t bytes = 0;
        State state = State::Waiting;
    };

    AudioBuffer(std::size_t capacity, std::shared_ptr<BufferBudget> budget, std::string tenant);

    bool reserve(std::size_t bytes, std::size_t later = 0) override;
    void settle() override;
    void widen(std::size_t bytes) override;
    void write(std::span<const std::byte> bytes) override;
    void finish() override;
    void fail() override;

    /// Never blocks. End and Failed come when everything was taken, Failed without bytes.
    Taken read(std::span<char> out);
    using Notify = std::function<void(core::Urgency)>;
    /// `notify` is called on the writing thread whenever a reader that found nothing may try again: soon for
    /// the first bytes, and once more, now, when a few blocks wait or nothing more follows. Set before
    /// reading.
    void onReadable(Notify notify);
    /// `notify` is called on the reading thread when there is more room than before. Set before reading.
    void onRoom(std::function<void()> notify);
    /// The reader is gone. A blocked write throws OutputClosed.
    void abandon();

    /// CRC-32 of all bytes written, complete after End.
    std::string crc32() const;
    std::size_t bytesWritten() const;

private:
    enum class Ending
    {
        Open,
        Finished,
        Failed,
        Abandoned
    };

    void append(std::span<const std::byte> bytes);
    void end(Ending how);
    /// What the reader must be told of the present state, empty if it knows.
    std::shared_ptr<const Notify> notice(core::Urgency urgency);
    bool closed() const { return _ending == Ending::Failed || _ending == Ending::Abandoned; }

    std::size_t _capacity;
    BufferBudget::Account _account;
    mutable std::mutex _mutex;
    std::condition_variable _roomMade;
    std::deque<std::string> _blocks;
    std::string _spare;         ///< Empty, small, and with memory for the next block.
    std::size_t _headRead = 0;  ///< Bytes of the first block that were taken.
    std::size_t _buffered = 0;
    std::size_t _reserved = 0;  ///< Taken from the account and not yet buffered.
    std::size_t _written = 0;
    audio::Crc32 _crc;
    Ending _ending = Ending::Open;
    bool _readerWaits = true;                 ///< It found nothing when it last looked.
    std::optional<core::Urgency> _told;       ///< Since the reader last found nothing.
    std::shared_ptr<const Notify> _readable;  ///< Shared, since it is called outside the lock.
    std::shared_ptr<const std::function<void()>> _room;
};

}  // namespace scaispeak::speak
