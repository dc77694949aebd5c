#include "bare_frames.hpp"

#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstring>
#include <ctime>
#include <stdexcept>
#include <thread>

namespace scaispeak::bench {

namespace {

using Clock = std::chrono::steady_clock;
using Frame = std::array<char, 960>;

void computeTwoMilliseconds()
{
    const auto now = [] {
        timespec time{};
        ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return time.tv_sec * 1'000'000'000 + time.tv_nsec;
    };
    const auto end = now() + 2'000'000;
    while (now() < end)
        continue;
}

[[noreturn]] void push(int socket, int frames, bool computes)
{
    Frame frame{};
    for (int left = frames; left > 0; --left) {
        if (computes)
            computeTwoMilliseconds();
        else
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        const auto pushed = Clock::now().time_since_epoch().count();
        std::memcpy(frame.data(), &pushed, sizeof pushed);
        if (::send(socket, frame.data(), frame.size(), 0) < 0) ::_exit(1);
    }
    ::_exit(0);
}

}  // namespace

std::vector<double> bareFrames(int frames, bool computes)
{
    std::array<int, 2> pair{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair.data()) != 0)
        throw std::runtime_error("no socketpair");
    const pid_t child = ::fork();
    if (child < 0) throw std::runtime_error("no child");
    if (child == 0) push(pair[1], frames, computes);
    ::close(pair[1]);
    std::vector<double> underway;
    Frame frame{};
    while (::recv(pair[0], frame.data(), frame.size(), 0) > 0) {
        std::int64_t pushed = 0;
        std::memcpy(&pushed, frame.data(), sizeof pushed);
        underway.push_back(static_cast<double>(Clock::now().time_since_epoch().count() - pushed) / 1'000);
    }
    ::close(pair[0]);
    ::waitpid(child, nullptr, 0);
    if (underway.size() != static_cast<std::size_t>(frames))
        throw std::runtime_error("bare frames were lost");
    return underway;
}

}  // namespace scaispeak::bench
