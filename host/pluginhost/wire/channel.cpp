#include "pluginhost/wire/channel.hpp"

#include <sys/socket.h>
#include <sys/time.h>
#include <sys/uio.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace scaispeak::pluginhost {

namespace {

constexpr std::size_t readSize = 65'536;

timeval toTimeval(std::chrono::milliseconds duration)
{
    return {duration.count() / 1'000, (duration.count() % 1'000) * 1'000};
}

/// Of the three parts of a frame, those that are still to be sent.
struct Parts
{
    std::array<iovec, 3> vector;
    std::size_t index = 0;

    void advance(std::size_t sent)
    {
        while (index < vector.size() && sent >= vector[index].iov_len)
            sent -= vector[index++].iov_len;
        if (index == vector.size()) return;
        vector[index].iov_base = static_cast<char*>(vector[index].iov_base) + sent;
        vector[index].iov_len -= sent;
    }
    bool done() const { return index == vector.size(); }
};

iovec toVector(std::span<const std::byte> bytes)
{
    return {const_cast<std::byte*>(bytes.data()), bytes.size()};
}

}  // namespace

void Channel::setPatience(std::chrono::milliseconds receiving, std::chrono::milliseconds sending)
{
    const timeval in = toTimeval(receiving);
    const timeval out = toTimeval(sending);
    ::setsockopt(_socket.get(), SOL_SOCKET, SO_RCVTIMEO, &in, sizeof in);
    ::setsockopt(_socket.get(), SOL_SOCKET, SO_SNDTIMEO, &out, sizeof out);
}

void Channel::setSendBuffer(int bytes)
{
    ::setsockopt(_socket.get(), SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
}

Channel::Outcome Channel::send(FrameKind kind, std::span<const std::byte> first,
                               std::span<const std::byte> second) noexcept
{
    return transmit(kind, first, second, 0);
}

Channel::Outcome Channel::trySend(FrameKind kind, std::span<const std::byte> payload) noexcept
{
    return transmit(kind, payload, {}, MSG_DONTWAIT);
}

Channel::Outcome Channel::transmit(FrameKind kind, std::span<const std::byte> first,
                                   std::span<const std::byte> second, int flags) noexcept
{
    FrameHeader header;
    header.size = static_cast<std::uint32_t>(first.size() + second.size());
    header.kind = kind;
    Parts parts{{iovec{&header, sizeof header}, toVector(first), toVector(second)}};
    bool begun = false;
    while (!parts.done()) {
        msghdr message{};
        message.msg_iov = parts.vector.data() + parts.index;
        message.msg_iovlen = parts.vector.size() - parts.index;
        const ssize_t sent = ::sendmsg(_socket.get(), &message, flags | MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0) return errno == EAGAIN && !begun ? Outcome::Later : Outcome::Gone;
        begun = true;
        parts.advance(static_cast<std::size_t>(sent));
    }
    return Outcome::Done;
}

Channel::Outcome Channel::receive(Frame& frame)
{
    return receiveWith(frame, 0);
}

Channel::Outcome Channel::tryReceive(Frame& frame)
{
    return receiveWith(frame, MSG_DONTWAIT);
}

Channel::Outcome Channel::receiveWith(Frame& frame, int flags)
{
    while (!_broken) {
        const Outcome parsed = parse(frame);
        if (parsed != Outcome::Later) return parsed;
        makeRoom();
        const ssize_t got = ::recv(_socket.get(), _buffer.data() + _end, _buffer.size() - _end, flags);
        if (got > 0)
            _end += static_cast<std::size_t>(got);
        else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
            // Said once, when the other end was closed with bytes in it.
            if (got < 0 && errno == ECONNRESET) _leftUnread = true;
            return Outcome::Gone;
        }
        else if (errno == EAGAIN)
            return Outcome::Later;
    }
    return Outcome::Broken;
}

Channel::Outcome Channel::parse(Frame& frame)
{
    if (_end - _begin < sizeof(FrameHeader)) return Outcome::Later;
    FrameHeader header;
    std::memcpy(&header, _buffer.data() + _begin, sizeof header);
    if (header.size > maximumPayload) {
        _broken = true;
        return Outcome::Broken;
    }
    if (_end - _begin < sizeof header + header.size) return Outcome::Later;
    frame.kind = header.kind;
    frame.payload = {_buffer.data() + _begin + sizeof header, header.size};
    _begin += sizeof header + header.size;
    return Outcome::Done;
}

void Channel::makeRoom()
{
    std::size_t wanted = readSize;
    if (_end - _begin >= sizeof(FrameHeader)) {
        FrameHeader header;
        std::memcpy(&header, _buffer.data() + _begin, sizeof header);
        wanted = std::max(wanted, sizeof header + header.size);
    }
    if (_begin > 0) {
        std::memmove(_buffer.data(), _buffer.data() + _begin, _end - _begin);
        _end -= std::exchange(_begin, 0);
    }
    if (_buffer.size() < wanted) _buffer.resize(wanted);
}

std::pair<OwnedDescriptor, OwnedDescriptor> makeSocketPair()
{
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        throw std::system_error(errno, std::generic_category(), "no socket for a worker");
    return {OwnedDescriptor(ends[0]), OwnedDescriptor(ends[1])};
}

}  // namespace scaispeak::pluginhost
