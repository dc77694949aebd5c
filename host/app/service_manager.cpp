#include "app/service_manager.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

namespace scaispeak::app {

ServiceManager::ServiceManager()
{
    const char* named = std::getenv("NOTIFY_SOCKET");
    if (!named) return;
    _address = named;
    ::unsetenv("NOTIFY_SOCKET");
    const bool usable = _address.size() > 1 && _address.size() < sizeof(sockaddr_un::sun_path) &&
                        (_address.front() == '/' || _address.front() == '@');
    if (!usable) return;
    // An abstract socket, which the kernel knows by a NUL in front.
    if (_address.front() == '@') _address.front() = '\0';
    _socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

ServiceManager::~ServiceManager()
{
    if (_socket >= 0) ::close(_socket);
}

void ServiceManager::reloading() const noexcept
{
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    std::array<char, 64> text{};
    const int size = std::snprintf(text.data(), text.size(), "RELOADING=1\nMONOTONIC_USEC=%lld\n",
                                   static_cast<long long>(now.tv_sec) * 1'000'000 + now.tv_nsec / 1'000);
    send({text.data(), static_cast<std::size_t>(size)});
}

void ServiceManager::send(std::string_view state) const noexcept
{
    if (_socket < 0) return;
    sockaddr_un where{};
    where.sun_family = AF_UNIX;
    std::memcpy(where.sun_path, _address.data(), _address.size());
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + _address.size());
    ::sendto(_socket, state.data(), state.size(), MSG_NOSIGNAL, reinterpret_cast<const sockaddr*>(&where),
             size);
}

}  // namespace scaispeak::app
