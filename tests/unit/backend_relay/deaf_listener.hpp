#pragma once

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <string>

namespace scaispeak::tests {

/// A port whose queue of connections is full, so that connecting to it neither succeeds nor fails.
class DeafListener
{
public:
    DeafListener()
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* raw = reinterpret_cast<sockaddr*>(&address);
        if (::bind(_listener, raw, size) != 0 || ::listen(_listener, 0) != 0 ||
            ::getsockname(_listener, raw, &size) != 0)
            throw std::runtime_error("no port to listen on");
        _port = ntohs(address.sin_port);
        for (int& waiting : _waiting) {
            waiting = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
            static_cast<void>(::connect(waiting, raw, size));
        }
    }
    ~DeafListener()
    {
        for (const int waiting : _waiting)
            ::close(waiting);
        ::close(_listener);
    }
    DeafListener(const DeafListener&) = delete;
    DeafListener& operator=(const DeafListener&) = delete;

    std::string url() const { return "http://127.0.0.1:" + std::to_string(_port); }

private:
    const int _listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    std::array<int, 4> _waiting{};
    int _port = 0;
};

}  // namespace scaispeak::tests
