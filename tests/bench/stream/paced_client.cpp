// Reads many streams at once from one thread, and tells how they came.
//
//   paced_client PORT REQUEST_FILE STREAMS SECONDS [--pace BYTES]
//   paced_client --producers THREADS SECONDS
//
// Without --pace it takes what comes at once. With it every stream takes so many bytes each 20 ms, into a
// small receive buffer, so that the server has to keep the pace. --producers only runs the threads that wake
// each 20 ms, as the engine's do. One line of JSON; times in ms, `late` gaps are longer than 60 ms.
#include "pacer.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto tick = std::chrono::milliseconds(20);
// Streams begin one after the other, so slowly that what an engine does at its full speed keeps nobody
// waiting.
constexpr double streamsASecond = 100;
constexpr auto shortestRamp = std::chrono::seconds(2);
constexpr double lateMs = 60;

double milliseconds(Clock::duration time)
{
    return std::chrono::duration<double, std::milli>(time).count();
}

struct Stream
{
    int fd = -1;
    Clock::time_point asked;
    Clock::time_point last;
    bool open = false;
    bool first = true;
    std::string head;  ///< What came before the first byte of the body.
    std::size_t bytes = 0;
};

struct Figures
{
    std::vector<double> firstByte;
    double worstGap = 0;
    std::size_t gaps = 0;
    std::size_t late = 0;
    std::size_t refused = 0;
    std::size_t ended = 0;
    std::size_t bytes = 0;
    double streamSeconds = 0;
};

class Client
{
public:
    Client(std::uint16_t port, std::string request, std::size_t streams, std::size_t pace)
        : _port(port),
          _request(std::move(request)),
          _pace(pace),
          _ramp(std::max<Clock::duration>(
              shortestRamp, std::chrono::milliseconds(
                                static_cast<long>(1000 * static_cast<double>(streams) / streamsASecond)))),
          _streams(streams)
    {}

    Figures run(std::chrono::seconds time)
    {
        const auto begin = Clock::now();
        auto next = begin;
        while (Clock::now() < begin + _ramp + time) {
            openDue(begin);
            if (_pace > 0) takeTurn();
            next += tick;
            takeEvents(next);
        }
        for (auto& stream : _streams)
            finish(stream);
        return _figures;
    }

private:
    void openDue(Clock::time_point begin)
    {
        const double part = std::min(1.0, milliseconds(Clock::now() - begin) / milliseconds(_ramp));
        const auto due = static_cast<std::size_t>(part * static_cast<double>(_streams.size()));
        for (; _opened < due; ++_opened)
            open(_streams[_opened]);
    }

    void open(Stream& stream)
    {
        stream.fd = ::socket(AF_INET, SOCK_STREAM, 0);
        const int small = 2048;
        if (_pace > 0) ::setsockopt(stream.fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(_port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(stream.fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
            std::exit(2);
        stream.asked = stream.last = Clock::now();
        if (::send(stream.fd, _request.data(), _request.size(), MSG_NOSIGNAL) < 0) std::exit(2);
        stream.open = true;
        epoll_event event{};
        event.events = EPOLLIN | (_pace > 0 ? static_cast<std::uint32_t>(EPOLLONESHOT) : 0U);
        event.data.ptr = &stream;
        ::epoll_ctl(_epoll, EPOLL_CTL_ADD, stream.fd, &event);
    }

    void takeEvents(Clock::time_point until)
    {
        std::array<epoll_event, 256> events;
        while (true) {
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
            const int count =
                ::epoll_wait(_epoll, events.data(), events.size(), static_cast<int>(std::max<long>(left, 0)));
            for (int index = 0; index < count; ++index)
                take(*static_cast<Stream*>(events[static_cast<std::size_t>(index)].data.ptr),
                     _pace > 0 ? _pace : 65536);
            if (count <= 0 && left <= 0) return;
        }
    }

    /// Every stream that has begun takes its bytes.
    void takeTurn()
    {
        for (auto& stream : _streams)
            if (stream.open && !(stream.first && stream.head.empty())) take(stream, _pace);
    }

    void take(Stream& stream, std::size_t most)
    {
        const auto size = ::recv(stream.fd, _scratch.data(), std::min(most, _scratch.size()), MSG_DONTWAIT);
        if (size < 0 && errno == EAGAIN) return;
        if (size <= 0) {
            ++_figures.ended;
            return finish(stream);
        }
        const auto now = Clock::now();
        if (stream.first) {
            stream.head.append(_scratch.data(), static_cast<std::size_t>(size));
            const std::size_t end = stream.head.find("\r\n\r\n");
            if (end == std::string::npos || stream.head.size() == end + 4) return;
            stream.first = false;
            if (std::string_view(stream.head).substr(9, 3) != "200") ++_figures.refused;
            _figures.firstByte.push_back(milliseconds(now - stream.asked));
        }
        else {
            const double gap = milliseconds(now - stream.last);
            ++_figures.gaps;
            _figures.late += gap > lateMs ? 1 : 0;
            _figures.worstGap = std::max(_figures.worstGap, gap);
        }
        stream.last = now;
        stream.bytes += static_cast<std::size_t>(size);
    }

    void finish(Stream& stream)
    {
        if (!stream.open) return;
        stream.open = false;
        ::close(stream.fd);
        _figures.bytes += stream.bytes;
        _figures.streamSeconds += milliseconds(Clock::now() - stream.asked) / 1000;
    }

    const std::uint16_t _port;
    const std::string _request;
    const std::size_t _pace;
    const Clock::duration _ramp;
    const int _epoll = ::epoll_create1(0);
    std::vector<Stream> _streams;
    std::size_t _opened = 0;
    Figures _figures;
    std::array<char, 65536> _scratch{};
};

double percentile(std::vector<double> values, double part)
{
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1))];
}

void print(const Figures& figures)
{
    std::printf(
        "{\"streams\": %zu, \"refused\": %zu, \"ended\": %zu, \"first_p50\": %.3f, \"first_p99\": %.3f, "
        "\"gaps\": %zu, \"late\": %zu, \"worst_gap\": %.1f, \"bytes\": %zu, \"stream_seconds\": %.1f}\n",
        figures.firstByte.size(), figures.refused, figures.ended, percentile(figures.firstByte, 0.5),
        percentile(figures.firstByte, 0.99), figures.gaps, figures.late, figures.worstGap, figures.bytes,
        figures.streamSeconds);
}

int producers(std::size_t count, std::chrono::seconds time)
{
    Pacer pacer;
    const auto end = Clock::now() + time;
    std::vector<std::thread> threads;
    for (std::size_t index = 0; index < count; ++index)
        threads.emplace_back([&pacer, end] {
            for (auto place = pacer.join(); Clock::now() < end;)
                pacer.wait(place);
        });
    for (auto& thread : threads)
        thread.join();
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    const auto seconds = [](const timeval& value) {
        return static_cast<double>(value.tv_sec) + static_cast<double>(value.tv_usec) / 1e6;
    };
    std::printf("{\"cpu_s\": %.3f, \"stream_seconds\": %.1f}\n",
                seconds(used.ru_utime) + seconds(used.ru_stime),
                static_cast<double>(count) * static_cast<double>(time.count()));
    return 0;
}

}  // namespace

int main(int argc, char** argv)
{
    const std::vector<std::string> words(argv + 1, argv + argc);
    if (words.size() == 3 && words[0] == "--producers")
        return producers(std::stoul(words[1]), std::chrono::seconds(std::stoi(words[2])));
    if (words.size() != 4 && words.size() != 6) return 2;
    std::ifstream file(words[1], std::ios::binary);
    std::string request{std::istreambuf_iterator<char>(file), {}};
    Client client(static_cast<std::uint16_t>(std::stoi(words[0])), std::move(request), std::stoul(words[2]),
                  words.size() == 6 ? std::stoul(words[5]) : 0);
    print(client.run(std::chrono::seconds(std::stoi(words[3]))));
    return 0;
}
