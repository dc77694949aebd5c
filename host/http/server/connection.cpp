#include "http/server/connection.hpp"

#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

namespace scaispeak::http {

namespace {

constexpr std::size_t kMostPieces = 6;

bool wouldBlock() noexcept
{
    return errno == EAGAIN || errno == EWOULDBLOCK;
}

/// -1: broken. Else the bytes taken, 0 if the socket is full.
long sendOnce(int fd, iovec* pieces, std::size_t count) noexcept
{
    msghdr message{};
    message.msg_iov = pieces;
    message.msg_iovlen = count;
    while (true) {
        const auto sent = ::sendmsg(fd, &message, MSG_NOSIGNAL);
        if (sent >= 0) return sent;
        if (wouldBlock()) return 0;
        if (errno != EINTR) return -1;
    }
}

}  // namespace

Connection::Sent Connection::send(std::string head, std::string body)
{
    if (_tls) return sendSecure(std::move(head) + body);
    std::array<iovec, 2> pieces{{{head.data(), head.size()}, {body.data(), body.size()}}};
    const auto sent = sendOnce(_fd, pieces.data(), body.empty() ? 1 : 2);
    if (sent < 0) return Sent::Broken;
    const auto taken = static_cast<std::size_t>(sent);
    _sentBytes += taken;
    if (taken == head.size() + body.size()) return Sent::All;
    if (taken >= head.size()) {
        _rest = std::move(body);
        _restSent = taken - head.size();
    }
    else {
        _rest = std::move(head) + body;
        _restSent = taken;
    }
    return Sent::Part;
}

Connection::Sent Connection::send(std::initializer_list<std::string_view> texts)
{
    if (_tls) {
        std::string whole;
        for (const auto text : texts)
            whole += text;
        return sendSecure(std::move(whole));
    }
    std::array<iovec, kMostPieces> pieces{};
    std::size_t count = 0;
    std::size_t total = 0;
    for (const auto text : texts) {
        if (text.empty()) continue;
        // sendmsg() does not write to what it is given. NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast)
        pieces.at(count++) = {const_cast<char*>(text.data()), text.size()};
        total += text.size();
    }
    const auto sent = sendOnce(_fd, pieces.data(), count);
    if (sent < 0) return Sent::Broken;
    auto taken = static_cast<std::size_t>(sent);
    _sentBytes += taken;
    if (taken == total) return Sent::All;
    for (const auto text : texts) {
        const auto skipped = std::min(taken, text.size());
        taken -= skipped;
        _rest.append(text.substr(skipped));
    }
    return Sent::Part;
}

/// In one piece, since each makes a record of its own.
Connection::Sent Connection::sendSecure(std::string bytes)
{
    const auto sent = _tls->write(bytes);
    if (sent < 0) return Sent::Broken;
    const auto taken = static_cast<std::size_t>(sent);
    _sentBytes += taken;
    if (taken == bytes.size()) return Sent::All;
    _rest = std::move(bytes);
    _restSent = taken;
    return Sent::Part;
}

long Connection::sendRest() noexcept
{
    if (_tls) return _tls->write(std::string_view(_rest).substr(_restSent));
    iovec piece{_rest.data() + _restSent, _rest.size() - _restSent};
    return sendOnce(_fd, &piece, 1);
}

Connection::Sent Connection::flush()
{
    const auto sent = sendRest();
    if (sent < 0) return Sent::Broken;
    _sentBytes += static_cast<std::uint64_t>(sent);
    _restSent += static_cast<std::size_t>(sent);
    if (_restSent < _rest.size()) return Sent::Part;
    std::string().swap(_rest);
    _restSent = 0;
    return Sent::All;
}

long Connection::receive(char* buffer, std::size_t size) noexcept
{
    if (_tls) return _tls->read(buffer, size);
    while (true) {
        const auto received = ::recv(_fd, buffer, size, 0);
        if (received >= 0 || errno != EINTR) return received;
    }
}

void Connection::endOutput() noexcept
{
    if (_tls) _tls->endOutput();
    ::shutdown(_fd, SHUT_WR);
}

void Connection::cut() noexcept
{
    ::shutdown(_fd, SHUT_RDWR);
}

void Connection::close() noexcept
{
    if (_fd < 0) return;
    // Without its farewell a client knows that the answer was cut.
    if (_tls && !resetAfter && _rest.empty()) _tls->endOutput();
    if (resetAfter) {
        const linger reset{1, 0};
        ::setsockopt(_fd, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
    }
    ::close(std::exchange(_fd, -1));
}

}  // namespace scaispeak::http
