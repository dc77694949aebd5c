#pragma once

#include <arpa/inet.h>
#include <backend-relay/settings.hpp>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>

namespace scaispeak::tests {

/// Answers each connection with the same bytes, whatever was asked, and closes it. One thread, from the
/// constructor to the destructor.
class AnsweringRelay
{
public:
    AnsweringRelay() : _listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* raw = reinterpret_cast<sockaddr*>(&address);
        if (::bind(_listener, raw, size) != 0 || ::listen(_listener, 16) != 0 ||
            ::getsockname(_listener, raw, &size) != 0)
            throw std::runtime_error("no port to listen on");
        _port = ntohs(address.sin_port);
        _thread = std::thread([this] { serve(); });
    }
    ~AnsweringRelay()
    {
        ::shutdown(_listener, SHUT_RDWR);
        _thread.join();
        ::close(_listener);
    }
    AnsweringRelay(const AnsweringRelay&) = delete;
    AnsweringRelay& operator=(const AnsweringRelay&) = delete;

    void answer(std::string bytes, bool keepOpen = false)
    {
        const std::lock_guard lock(_mutex);
        _answer = std::move(bytes);
        _keepOpen = keepOpen;
    }

    /// Calls that came so far, and those of them whose caller has closed the connection.
    int asked() const { return _asked; }
    int left() const { return _left; }

    std::string config() const
    {
        return R"({"url": "http://127.0.0.1:)" + std::to_string(_port) +
               R"(", "api_key": "relay-key", "model": "m",)" +
               R"( "voices": {"narrator": "alloy", "voc_k7ymjwtbyzgundhmxjrx": "onyx"}})";
    }
    relay::Settings settings() const { return relay::readSettings(config()); }

private:
    void serve()
    {
        for (int client = 0; (client = ::accept(_listener, nullptr, nullptr)) >= 0; ::close(client)) {
            std::array<char, 4'096> asked{};
            if (::recv(client, asked.data(), asked.size(), 0) <= 0) continue;
            ++_asked;
            send(client);
            // Closing with bytes unread would reset the connection, and take the answer with it.
            while (::recv(client, asked.data(), asked.size(), 0) > 0) {
            }
            ++_left;
        }
    }

    void send(int client)
    {
        const std::lock_guard lock(_mutex);
        for (std::size_t at = 0; at < _answer.size();) {
            const auto sent = ::send(client, _answer.data() + at, _answer.size() - at, MSG_NOSIGNAL);
            if (sent <= 0) return;
            at += static_cast<std::size_t>(sent);
        }
        if (!_keepOpen) ::shutdown(client, SHUT_WR);
    }

    int _listener;
    int _port = 0;
    std::mutex _mutex;
    std::string _answer;
    bool _keepOpen = false;
    std::atomic<int> _asked{0};
    std::atomic<int> _left{0};
    std::thread _thread;
};

}  // namespace scaispeak::tests
