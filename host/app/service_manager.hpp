#pragma once

#include <string>
#include <string_view>

namespace scaispeak::app {

/// Tells the program that started this one how it stands, by systemd's protocol: a datagram to the socket
/// that NOTIFY_SOCKET names. Without that variable, and where nobody listens, nothing happens. One thread.
class ServiceManager
{
public:
    /// Takes the variable out of the environment, so that child processes do not speak for the host.
    ServiceManager();
    ~ServiceManager();
    ServiceManager(const ServiceManager&) = delete;
    ServiceManager& operator=(const ServiceManager&) = delete;

    void ready() const noexcept { send("READY=1\nSTATUS=serving\n"); }
    void reloading() const noexcept;
    void stopping() const noexcept { send("STOPPING=1\nSTATUS=waiting for answers under way\n"); }

private:
    void send(std::string_view state) const noexcept;

    std::string _address;  ///< Of the socket, as in sockaddr_un; empty: none.
    int _socket = -1;
};

}  // namespace scaispeak::app
