#include "scripted_server.hpp"

#include "audio/crc32.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <span>
#include <sstream>
#include <stdexcept>

namespace scaispeak::ctl::test {
namespace {

const std::string streamHead =
    "HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\nX-Request-Id: req_stream\r\nX-Scaispeak-Backend: A\r\n"
    "Trailer: X-Scaispeak-Samples, X-Scaispeak-Crc32\r\nTransfer-Encoding: chunked\r\nConnection: "
    "close\r\n\r\n";

void sendAll(int connection, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t sent = ::send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

bool receiveMore(int connection, std::string& text)
{
    std::array<char, 4096> buffer{};
    const ssize_t got = ::recv(connection, buffer.data(), buffer.size(), 0);
    if (got <= 0) return false;
    text.append(buffer.data(), static_cast<std::size_t>(got));
    return true;
}

std::size_t bodyLength(const std::string& head)
{
    const std::string name = "Content-Length: ";
    const std::size_t found = head.find(name);
    return found == std::string::npos ? 0 : std::stoul(head.substr(found + name.size()));
}

std::string chunksOf(const std::vector<std::string>& chunks)
{
    std::ostringstream text;
    for (const std::string& chunk : chunks)
        text << std::hex << chunk.size() << "\r\n" << chunk << "\r\n";
    return text.str();
}

}  // namespace

ScriptedServer::ScriptedServer() : _listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* raw = reinterpret_cast<sockaddr*>(&address);
    if (::bind(_listener, raw, size) != 0 || ::listen(_listener, 8) != 0 ||
        ::getsockname(_listener, raw, &size) != 0)
        throw std::runtime_error("no port to listen on");
    _port = ntohs(address.sin_port);
    _thread = std::thread([this] { run(); });
}

ScriptedServer::~ScriptedServer()
{
    ::shutdown(_listener, SHUT_RDWR);
    _thread.join();
    ::close(_listener);
}

ScriptedServer& ScriptedServer::on(const std::string& request, std::string answer)
{
    const std::lock_guard lock(_mutex);
    _answers[request].push_back(std::move(answer));
    return *this;
}

ScriptedServer& ScriptedServer::after(const std::string& request, std::function<void()> action)
{
    const std::lock_guard lock(_mutex);
    _actions[request] = std::move(action);
    return *this;
}

std::vector<SeenRequest> ScriptedServer::requests() const
{
    const std::lock_guard lock(_mutex);
    return _requests;
}

void ScriptedServer::run()
{
    for (;;) {
        const int connection = ::accept4(_listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (connection < 0) return;
        serve(connection);
        ::close(connection);
    }
}

void ScriptedServer::serve(int connection)
{
    std::string text;
    std::size_t end = 0;
    while ((end = text.find("\r\n\r\n")) == std::string::npos)
        if (!receiveMore(connection, text)) return;
    const std::string head = text.substr(0, end);
    std::string body = text.substr(end + 4);
    while (body.size() < bodyLength(head))
        if (!receiveMore(connection, body)) return;
    std::function<void()> action;
    {
        const std::lock_guard lock(_mutex);
        _requests.push_back({head, body});
        for (const auto& [request, wanted] : _actions)
            if (head.starts_with(request)) action = wanted;
    }
    sendAll(connection, answerFor(head));
    if (!action) return;
    action();
    while (receiveMore(connection, text)) {
    }
}

std::string ScriptedServer::answerFor(const std::string& head)
{
    const std::lock_guard lock(_mutex);
    for (auto& [request, answers] : _answers) {
        if (!head.starts_with(request)) continue;
        std::string answer = answers.front();
        if (answers.size() > 1) answers.erase(answers.begin());
        return answer;
    }
    return jsonAnswer(500, R"({"status":"error","error":{"code":"NOT_IN_SCRIPT","message":"?"},"meta":{}})");
}

std::string jsonAnswer(int status, const std::string& body)
{
    return "HTTP/1.1 " + std::to_string(status) +
           " Word\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\nConnection: close\r\n\r\n" + body;
}

std::string streamedAnswer(const std::vector<std::string>& chunks, const std::string& trailers)
{
    return cutAnswer(chunks) + "0\r\n" + trailers + "\r\n";
}

std::string cutAnswer(const std::vector<std::string>& chunks)
{
    return streamHead + chunksOf(chunks);
}

std::string rightTrailers(const std::string& bytes, std::uint64_t samples)
{
    audio::Crc32 crc;
    crc.add(std::as_bytes(std::span(bytes)));
    return "X-Scaispeak-Samples: " + std::to_string(samples) + "\r\nX-Scaispeak-Crc32: " + crc.hex() + "\r\n";
}

}  // namespace scaispeak::ctl::test
