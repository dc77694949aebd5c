#pragma once

#include "pluginhost/wire/frame.hpp"
#include "pluginhost/wire/owned_descriptor.hpp"

#include <chrono>
#include <utility>
#include <vector>

namespace scaispeak::pluginhost {

/// One end of a socket that carries frames. Sending and receiving may be done by one thread each.
class Channel
{
public:
    enum class Outcome : std::uint8_t
    {
        Done,
        Later,   ///< Nothing came, or nothing could be sent, within the patience.
        Gone,    ///< The other side is not there any more.
        Broken,  ///< What came is no frame; nothing more is read.
    };

    Channel() = default;
    explicit Channel(OwnedDescriptor socket) : _socket(std::move(socket)) {}

    int descriptor() const { return _socket.get(); }
    void close() { _socket.reset(); }

    /// How long a receive, or a send, waits; zero = for ever.
    void setPatience(std::chrono::milliseconds receiving, std::chrono::milliseconds sending);
    /// How many bytes may be under way towards the other side, about.
    void setSendBuffer(int bytes);

    /// All of it: the payload is `first` and then `second`. Done, Later (nothing was sent) or Gone; a frame
    /// that was sent in part and found no room for the rest is Gone.
    Outcome send(FrameKind kind, std::span<const std::byte> first,
                 std::span<const std::byte> second = {}) noexcept;
    /// As send, but never waits.
    Outcome trySend(FrameKind kind, std::span<const std::byte> payload) noexcept;

    /// Is the other side gone without having read all that was sent to it? Of receiving's thread.
    bool leftUnread() const { return _leftUnread; }

    /// The next frame. Its payload is valid until the next receive.
    Outcome receive(Frame& frame);
    /// As receive, but never waits.
    Outcome tryReceive(Frame& frame);

private:
    Outcome transmit(FrameKind kind, std::span<const std::byte> first, std::span<const std::byte> second,
                     int flags) noexcept;
    Outcome receiveWith(Frame& frame, int flags);
    Outcome parse(Frame& frame);
    void makeRoom();

    OwnedDescriptor _socket;
    std::vector<std::byte> _buffer;
    std::size_t _begin = 0;
    std::size_t _end = 0;
    bool _broken = false;
    bool _leftUnread = false;
};

/// Two connected sockets; not inherited by other programs. Throws std::system_error.
std::pair<OwnedDescriptor, OwnedDescriptor> makeSocketPair();

}  // namespace scaispeak::pluginhost
