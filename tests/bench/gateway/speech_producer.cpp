// A relay that costs next to nothing: one thread that answers OpenAI's speech call.
//
//   speech_producer SIZE
//
// An `input` with "paced N" in it is answered with N pieces of 960 bytes, one each 20 ms from the call on,
// chunked; any other with SIZE bytes at once and their length. Byte I of every answer is I * 31 / 7, modulo
// 256. Prints the port. A reader who is too slow for its socket is cut off, and told of on stderr: a bench
// that sees this is void.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto slotTime = std::chrono::milliseconds(1);
constexpr std::size_t slotsATick = 20;
constexpr std::size_t piece = 960;

std::string audio(std::size_t from, std::size_t size)
{
    std::string bytes(size, '\0');
    for (std::size_t index = 0; index < size; ++index)
        bytes[index] = static_cast<char>((from + index) * 31 / 7 % 256);
    return bytes;
}

struct Connection
{
    int fd;
    std::string heard;
    std::size_t piecesLeft = 0;
    std::size_t sent = 0;
    bool open = true;
};

[[noreturn]] void die(const char* what)
{
    std::perror(what);
    std::exit(1);
}

class Producer
{
public:
    explicit Producer(std::size_t size) : _whole(wholeAnswer(size)), _pieces(audio(0, 256 * 7 * piece)) {}

    [[noreturn]] void run()
    {
        listen();
        std::array<epoll_event, 256> events;
        for (auto next = Clock::now() + slotTime;;) {
            const auto now = Clock::now();
            for (; next <= now; next += slotTime)
                takeTurn();
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(next - now).count();
            const int timeout = _paced > 0 ? static_cast<int>(left) : 1000;
            const int count = ::epoll_wait(_epoll, events.data(), events.size(), timeout);
            if (_paced == 0) next = std::max(next, Clock::now());
            for (int index = 0; index < count; ++index)
                take(static_cast<Connection*>(events[static_cast<std::size_t>(index)].data.ptr));
            _connections.remove_if(
                [](const auto& connection) { return !connection->open && connection->piecesLeft == 0; });
        }
    }

private:
    static std::string wholeAnswer(std::size_t size)
    {
        return "HTTP/1.1 200 OK\r\nContent-Type: audio/pcm\r\nContent-Length: " + std::to_string(size) +
               "\r\n\r\n" + audio(0, size);
    }

    void listen()
    {
        _listener = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        auto* generic = reinterpret_cast<sockaddr*>(&address);
        if (::bind(_listener, generic, length) != 0 || ::listen(_listener, 4096) != 0) die("listen");
        ::getsockname(_listener, generic, &length);
        watch(_listener, nullptr);
        std::printf("%d\n", ntohs(address.sin_port));
        std::fflush(stdout);
    }

    void watch(int fd, Connection* connection)
    {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.ptr = connection;
        if (::epoll_ctl(_epoll, EPOLL_CTL_ADD, fd, &event) != 0) die("epoll_ctl");
    }

    void take(Connection* connection)
    {
        if (connection == nullptr) return accept();
        std::array<char, 16384> scratch;
        const auto size = ::recv(connection->fd, scratch.data(), scratch.size(), 0);
        if (size < 0 && errno == EAGAIN) return;
        if (size <= 0) return close(*connection);
        connection->heard.append(scratch.data(), static_cast<std::size_t>(size));
        answer(*connection);
    }

    void accept()
    {
        const int fd = ::accept4(_listener, nullptr, nullptr, SOCK_NONBLOCK);
        if (fd < 0) return;
        const int on = 1;
        ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        _connections.push_back(std::make_unique<Connection>(Connection{fd, {}}));
        watch(fd, _connections.back().get());
    }

    /// What a connection says is well formed, and one call at a time: the gateways see to that.
    void answer(Connection& connection)
    {
        const std::size_t headEnd = connection.heard.find("\r\n\r\n");
        if (headEnd == std::string::npos) return;
        const std::size_t end = headEnd + 4 + bodyLength(connection.heard.substr(0, headEnd));
        if (connection.heard.size() < end) return;
        const std::string body = connection.heard.substr(headEnd + 4, end - headEnd - 4);
        connection.heard.erase(0, end);
        if (const std::size_t place = body.find("paced "); place != std::string::npos) {
            connection.piecesLeft = std::max(1UL, std::strtoul(body.c_str() + place + 6, nullptr, 10));
            connection.sent = 0;
            sendPiece(connection,
                      "HTTP/1.1 200 OK\r\nContent-Type: audio/pcm\r\nTransfer-Encoding: chunked\r\n\r\n");
            if (connection.piecesLeft == 0) return;
            _turns[_slot].push_back(&connection);
            ++_paced;
            return;
        }
        send(connection, _whole);
    }

    static std::size_t bodyLength(std::string head)
    {
        std::transform(head.begin(), head.end(), head.begin(),
                       [](unsigned char c) { return std::tolower(c); });
        constexpr std::string_view name = "\r\ncontent-length:";
        const std::size_t place = head.find(name);
        if (place == std::string::npos) {
            std::fputs("a call without Content-Length\n", stderr);
            std::exit(1);
        }
        return std::strtoul(head.c_str() + place + name.size(), nullptr, 10);
    }

    void takeTurn()
    {
        _slot = (_slot + 1) % slotsATick;
        _paced -= std::erase_if(_turns[_slot], [this](Connection* connection) {
            if (connection->open) sendPiece(*connection, {});
            if (!connection->open) connection->piecesLeft = 0;
            return connection->piecesLeft == 0;
        });
    }

    void sendPiece(Connection& connection, std::string text)
    {
        text += "3c0\r\n";
        text.append(_pieces, connection.sent % _pieces.size(), piece);
        text += --connection.piecesLeft > 0 ? "\r\n" : "\r\n0\r\n\r\n";
        connection.sent += piece;
        send(connection, text);
    }

    void send(Connection& connection, std::string_view bytes)
    {
        const auto sent = ::send(connection.fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent == static_cast<ssize_t>(bytes.size())) return;
        if (sent >= 0 || errno == EAGAIN) std::fputs("a reader is too slow\n", stderr);
        close(connection);
    }

    /// One that is still being sent stays until its turn.
    void close(Connection& connection)
    {
        if (std::exchange(connection.open, false)) ::close(connection.fd);
    }

    const std::string _whole;
    const std::string _pieces;
    const int _epoll = ::epoll_create1(0);
    int _listener = -1;
    std::list<std::unique_ptr<Connection>> _connections;
    std::array<std::vector<Connection*>, slotsATick> _turns;
    std::size_t _slot = 0;
    std::size_t _paced = 0;
};

}  // namespace

int main(int argc, char** argv)
{
    if (argc != 2) return 2;
    Producer(std::strtoul(argv[1], nullptr, 10)).run();
}
