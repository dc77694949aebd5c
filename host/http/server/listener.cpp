#include "http/server/listener.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/SocketAddress.h>
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace scaispeak::http {

namespace {

constexpr int kBacklog = 1024;

std::runtime_error cannotListen(const std::string& address, std::uint16_t port, const std::string& reason)
{
    return std::runtime_error("cannot listen on " + address + " port " + std::to_string(port) + ": " +
                              reason +
                              " (is another program using the port, is the address one of this machine?)");
}

std::string errorText(int error)
{
    return std::generic_category().message(error);
}

Poco::Net::SocketAddress resolve(const std::string& address, std::uint16_t port)
{
    try {
        return {address, port};
    }
    catch (const Poco::Exception& error) {
        throw cannotListen(address, port, error.displayText());
    }
}

void setOption(int fd, int level, int name, int value) noexcept
{
    ::setsockopt(fd, level, name, &value, sizeof(value));
}

std::string addressText(const sockaddr_storage& peer)
{
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (peer.ss_family == AF_INET) {
        const auto& v4 = reinterpret_cast<const sockaddr_in&>(peer);
        ::inet_ntop(AF_INET, &v4.sin_addr, text.data(), text.size());
        return text.data();
    }
    const auto& v6 = reinterpret_cast<const sockaddr_in6&>(peer).sin6_addr;
    const bool mapped = IN6_IS_ADDR_V4MAPPED(&v6) != 0;
    if (mapped)
        ::inet_ntop(AF_INET, &v6.s6_addr[12], text.data(), text.size());
    else
        ::inet_ntop(AF_INET6, &v6, text.data(), text.size());
    return text.data();
}

std::uint16_t boundPort(int fd)
{
    sockaddr_storage own{};
    socklen_t size = sizeof(own);
    ::getsockname(fd, reinterpret_cast<sockaddr*>(&own), &size);
    return ntohs(own.ss_family == AF_INET ? reinterpret_cast<const sockaddr_in&>(own).sin_port
                                          : reinterpret_cast<const sockaddr_in6&>(own).sin6_port);
}

}  // namespace

Listener::Listener(const std::string& address, std::uint16_t port)
{
    const auto where = resolve(address, port);
    _fd = ::socket(where.af(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (_fd < 0) throw cannotListen(address, port, errorText(errno));
    setOption(_fd, SOL_SOCKET, SO_REUSEADDR, 1);
    if (where.af() == AF_INET6) setOption(_fd, IPPROTO_IPV6, IPV6_V6ONLY, 0);
    if (::bind(_fd, where.addr(), where.length()) != 0 || ::listen(_fd, kBacklog) != 0) {
        const auto reason = errorText(errno);
        close();
        throw cannotListen(address, port, reason);
    }
    _port = boundPort(_fd);
}

Listener::Accepted Listener::accept()
{
    sockaddr_storage peer{};
    socklen_t size = sizeof(peer);
    const int fd = ::accept4(_fd, reinterpret_cast<sockaddr*>(&peer), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) return {-1, errno, {}};
    setOption(fd, IPPROTO_TCP, TCP_NODELAY, 1);
    return {fd, 0, addressText(peer)};
}

void Listener::close() noexcept
{
    if (_fd >= 0) ::close(std::exchange(_fd, -1));
}

}  // namespace scaispeak::http
