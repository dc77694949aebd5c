#include "client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>

namespace http_server_test {

Client::Client(std::uint16_t port, int receiveBuffer) : _fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    const timeval guard{20, 0};
    ::setsockopt(_fd, SOL_SOCKET, SO_RCVTIMEO, &guard, sizeof(guard));
    ::setsockopt(_fd, SOL_SOCKET, SO_SNDTIMEO, &guard, sizeof(guard));
    if (receiveBuffer != 0) ::setsockopt(_fd, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, sizeof(receiveBuffer));
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_port = htons(port);
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(_fd, reinterpret_cast<const sockaddr*>(&where), sizeof(where)) != 0)
        throw std::runtime_error("cannot connect");
}

Client& Client::send(std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto sent = transmit(bytes.data(), bytes.size());
        if (sent <= 0) break;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return *this;
}

long Client::transmit(const char* bytes, std::size_t size)
{
    return ::send(_fd, bytes, size, MSG_NOSIGNAL);
}

long Client::receive(char* bytes, std::size_t size)
{
    return ::recv(_fd, bytes, size, 0);
}

bool Client::more()
{
    std::array<char, 65536> bytes;
    const auto got = receive(bytes.data(), bytes.size());
    if (got > 0) _buffer.append(bytes.data(), static_cast<std::size_t>(got));
    if (got < 0 && errno == EAGAIN) throw std::runtime_error("nothing came for 20 s");
    if (got < 0) _reset = true;
    return got > 0;
}

std::string Client::takeLine()
{
    std::size_t end;
    while ((end = _buffer.find("\r\n")) == std::string::npos)
        if (!more()) throw std::runtime_error("the answer ends within a line: '" + _buffer + "'");
    auto line = _buffer.substr(0, end);
    _buffer.erase(0, end + 2);
    return line;
}

bool Client::takeBytes(std::size_t count, std::string& into)
{
    bool open = true;
    while (_buffer.size() < count && open)
        open = more();
    into.append(_buffer, 0, count);
    const bool all = _buffer.size() >= count;
    _buffer.erase(0, count);
    return all;
}

std::map<std::string, std::string> Client::takeFields()
{
    std::map<std::string, std::string> fields;
    for (auto line = takeLine(); !line.empty(); line = takeLine()) {
        const auto colon = line.find(": ");
        fields[line.substr(0, colon)] = line.substr(colon + 2);
    }
    return fields;
}

void Client::takeChunks(Answer& answer)
{
    try {
        while (true) {
            const auto size = std::stoul(takeLine(), nullptr, 16);
            if (size == 0) break;
            if (!takeBytes(size, answer.body) || !takeLine().empty()) return;
        }
        answer.trailers = takeFields();
        answer.whole = true;
    }
    catch (const std::runtime_error&) {
        answer.whole = false;
    }
}

Answer Client::read(bool headOnly)
{
    Answer answer;
    answer.status = std::stoi(takeLine().substr(9, 3));
    answer.headers = takeFields();
    const bool bodiless = headOnly || answer.status == 204 || answer.status == 304 || answer.status == 100;
    if (bodiless)
        answer.whole = true;
    else if (answer.headers.count("Content-Length") != 0)
        answer.whole = takeBytes(std::stoul(answer.headers["Content-Length"]), answer.body);
    else if (answer.headers.count("Transfer-Encoding") != 0)
        takeChunks(answer);
    else {
        answer.body = readToEnd(&answer.whole);
        answer.whole = !answer.whole;
    }
    return answer;
}

std::string Client::readToEnd(bool* reset)
{
    while (more()) {
    }
    if (reset) *reset = _reset;
    std::string all;
    all.swap(_buffer);
    return all;
}

std::string Client::readSome()
{
    if (_buffer.empty() && !more()) throw std::runtime_error("the server has closed");
    std::string some;
    some.swap(_buffer);
    return some;
}

void Client::endOutput()
{
    ::shutdown(_fd, SHUT_WR);
}

void Client::close()
{
    if (_fd >= 0) ::close(_fd);
    _fd = -1;
}

}  // namespace http_server_test
