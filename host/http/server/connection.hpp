#pragma once

#include "http/server/lease.hpp"
#include "http/server/request_reader.hpp"
#include "http/server/tls_channel.hpp"

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace scaispeak::http {

class ExchangeState;

/// One client socket and what belongs to it. Everything here belongs to one thread at a time, by `lease`: the
/// I/O thread, or the borrower who answers. Exceptions are named. The socket is closed with the object or by
/// close(), which only the I/O thread calls, and only while the connection is not lent. With TLS what is sent
/// and received goes through its channel; bytes are counted as they were before.
class Connection : public std::enable_shared_from_this<Connection>
{
public:
    using Clock = std::chrono::steady_clock;
    enum class Phase
    {
        Handshaking,
        Reading,
        Sending,
        Lingering,
        Closed
    };
    enum class Sent
    {
        All,
        Part,
        Broken
    };

    Connection(int fd, std::string peer, const RequestLimits& limits)
        : peerAddress(std::move(peer)), reader(limits), _fd(fd)
    {}
    ~Connection() { close(); }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Never changed.
    const std::string peerAddress;
    Lease lease;

    /// The I/O thread's, also while the connection is lent.
    std::weak_ptr<ExchangeState> current;
    bool peerClosed = false;
    bool handshaking = false;
    std::size_t slot = 0;
    std::size_t accounted = 0;
    std::size_t discarded = 0;

    Phase phase = Phase::Reading;
    Clock::time_point deadline;
    Clock::time_point bodyBegan;
    RequestReader reader;
    /// Bytes of later requests, at most one read's worth.
    std::string backlog;
    bool closeAfter = false;
    /// Throw input away before closing, so that the last answer is not lost.
    bool lingerAfter = false;
    /// Close with a reset: the client must not take what it has as whole, or the kernel must not keep what
    /// waits.
    bool resetAfter = false;
    /// The exchange to tell when the kept rest has been sent.
    std::shared_ptr<ExchangeState> sending;

    /// Sends without blocking and keeps what the socket does not take. Only while nothing is kept.
    Sent send(std::string head, std::string body);
    Sent send(std::initializer_list<std::string_view> texts);

    /// Goes on with what was kept.
    Sent flush();

    /// Bytes the socket took since the last call of this.
    std::uint64_t takeSentBytes() noexcept { return std::exchange(_sentBytes, 0); }
    std::uint64_t sentBytes() const noexcept { return _sentBytes; }

    /// As recv(): 0 at the end, -1 with errno. Fills the buffer unless the socket is empty or inputEnded().
    long receive(char* buffer, std::size_t size) noexcept;
    /// The next receive() tells the end, and no event will.
    bool inputEnded() const noexcept { return _tls && _tls->inputEnded(); }

    /// Before anything else is done with it. Throws std::bad_alloc.
    void secure(std::shared_ptr<const TlsContext> context)
    {
        _tls = std::make_unique<TlsChannel>(std::move(context), _fd);
    }
    /// Null without TLS.
    TlsChannel* tls() const noexcept { return _tls.get(); }
    /// For a client that turned out not to speak it.
    void dropTls() noexcept { _tls.reset(); }

    void endOutput() noexcept;
    /// I/O thread, also while lent: ends both directions, so that the borrower's next send fails.
    void cut() noexcept;
    void close() noexcept;

    int fd() const noexcept { return _fd; }

private:
    Sent sendSecure(std::string bytes);
    long sendRest() noexcept;

    int _fd;
    std::unique_ptr<TlsChannel> _tls;
    std::string _rest;
    std::size_t _restSent = 0;
    std::uint64_t _sentBytes = 0;
};

}  // namespace scaispeak::http
