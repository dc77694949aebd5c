#pragma once

#include "http/server/tls_context.hpp"

#include <cstddef>
#include <memory>
#include <string_view>

struct ssl_st;

namespace scaispeak::http {

/// TLS on one client's socket, which stays somebody else's. Nothing here waits. One thread at a time.
class TlsChannel
{
public:
    enum class Handshake
    {
        Waiting,  ///< For the client.
        Done,
        Failed,
        PlainHttp  ///< Failed, since the client does not speak TLS but HTTP.
    };

    /// `fd`: non-blocking. Throws std::bad_alloc.
    TlsChannel(std::shared_ptr<const TlsContext> context, int fd);

    /// Goes on with it as far as it comes. Costs up to some milliseconds of arithmetic.
    Handshake shakeHands() noexcept;
    Handshake handshake() const noexcept { return _handshake; }

    /// Fills `buffer` as far as there is input; what comes later makes an event of the socket. As recv(): 0
    /// at the end, -1 with errno, EAGAIN when there is nothing now.
    long read(char* buffer, std::size_t size) noexcept;
    /// Nothing will come any more: a read says so at once, without an event.
    bool inputEnded() const noexcept { return _input != Input::Open; }

    /// The bytes taken, fewer than given when the socket is full, or -1: broken. What was not taken must be
    /// given again next.
    long write(std::string_view bytes) noexcept;

    /// Tells the client that nothing follows, if that can be done at once.
    void endOutput() noexcept;

private:
    enum class Input
    {
        Open,
        Ended,
        Broken
    };
    struct Free
    {
        void operator()(ssl_st* ssl) const noexcept;
    };

    const std::shared_ptr<const TlsContext> _context;
    std::unique_ptr<ssl_st, Free> _ssl;
    Handshake _handshake = Handshake::Waiting;
    Input _input = Input::Open;
    bool _broken = false;
};

}  // namespace scaispeak::http
