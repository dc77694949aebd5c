#pragma once

#include <cstdint>
#include <string>

namespace scaispeak::http {

/// A listening TCP socket, non-blocking.
class Listener
{
public:
    struct Accepted
    {
        /// -1: none; `error` is then errno.
        int fd = -1;
        int error = 0;
        std::string peerAddress;
    };

    /// Throws std::runtime_error naming address, port and reason.
    Listener(const std::string& address, std::uint16_t port);
    ~Listener() { close(); }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    /// A non-blocking socket without Nagle's delay; the caller closes it.
    Accepted accept();
    void close() noexcept;

    std::uint16_t port() const noexcept { return _port; }
    int fd() const noexcept { return _fd; }

private:
    int _fd = -1;
    std::uint16_t _port = 0;
};

}  // namespace scaispeak::http
