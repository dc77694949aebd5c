#include "child_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <system_error>

namespace scaispeak::check {

namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void fail(const char* what)
{
    throw std::system_error(errno, std::generic_category(), what);
}

class Descriptor
{
public:
    explicit Descriptor(int number = -1) noexcept : _number(number) {}
    ~Descriptor() { close(); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int get() const noexcept { return _number; }
    void take(int number) noexcept
    {
        close();
        _number = number;
    }
    void close() noexcept
    {
        if (_number >= 0) ::close(_number);
        _number = -1;
    }

private:
    int _number;
};

struct Pipe
{
    Pipe()
    {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail("pipe");
        // Above 3, so that the child's copies do not fall onto them.
        read.take(::fcntl(ends[0], F_DUPFD_CLOEXEC, 10));
        write.take(::fcntl(ends[1], F_DUPFD_CLOEXEC, 10));
        ::close(ends[0]);
        ::close(ends[1]);
        ::fcntl(read.get(), F_SETFL, O_NONBLOCK);
    }
    Descriptor read;
    Descriptor write;
};

[[noreturn]] void becomeChild(const std::vector<char*>& arguments, int result, int output)
{
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int nothing = ::open("/dev/null", O_RDONLY);
    ::dup2(nothing, STDIN_FILENO);
    ::dup2(output, STDOUT_FILENO);
    ::dup2(output, STDERR_FILENO);
    if (nothing > resultDescriptor) ::close(nothing);
    ::dup2(result, resultDescriptor);
    // Without the threads' caches of freed blocks, which would count as used: what is left is what was kept.
    ::setenv("GLIBC_TUNABLES", "glibc.malloc.tcache_count=0", 1);
    ::execv("/proc/self/exe", arguments.data());
    ::_exit(127);
}

// Keeps the first bytes and takes all, so that a child that prints much does not wait for ever.
void drain(int descriptor, std::string& into)
{
    std::array<char, 4096> buffer;
    for (ssize_t got = 0; (got = ::read(descriptor, buffer.data(), buffer.size())) > 0;)
        into.append(buffer.data(), std::min(static_cast<std::size_t>(got), longestResult - into.size()));
}

// True when the child ended in time.
bool waitFor(int child, const Pipe& result, const Pipe& output, Clock::time_point until, ChildEnd& end)
{
    std::array<pollfd, 3> watched{
        {{child, POLLIN, 0}, {result.read.get(), POLLIN, 0}, {output.read.get(), POLLIN, 0}}};
    while (true) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
        if (left <= 0) return false;
        if (::poll(watched.data(), watched.size(), static_cast<int>(left)) < 0 && errno != EINTR)
            fail("poll");
        drain(result.read.get(), end.result);
        drain(output.read.get(), end.printed);
        if ((watched[0].revents & POLLIN) != 0) return true;
        for (pollfd& pipe : watched)
            if (pipe.revents == POLLHUP) pipe.fd = -1;
    }
}

}  // namespace

ChildEnd runChild(const std::vector<std::string>& arguments, std::chrono::milliseconds limit)
{
    std::vector<char*> raw;
    for (const std::string& argument : arguments)
        raw.push_back(const_cast<char*>(argument.c_str()));
    raw.push_back(nullptr);
    Pipe result;
    Pipe output;
    const auto until = Clock::now() + limit;
    const pid_t child = ::fork();
    if (child < 0) fail("fork");
    if (child == 0) becomeChild(raw, result.write.get(), output.write.get());
    result.write.close();
    output.write.close();

    ChildEnd end;
    const Descriptor handle(static_cast<int>(::syscall(SYS_pidfd_open, child, 0)));
    end.timedOut = !waitFor(handle.get(), result, output, until, end);
    // The child is not reaped yet, so its group is still its own: what it left behind ends, too.
    ::kill(end.timedOut ? child : -child, SIGKILL);
    if (end.timedOut) ::kill(-child, SIGKILL);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    drain(result.read.get(), end.result);
    drain(output.read.get(), end.printed);
    if (WIFSIGNALED(status)) end.signal = WTERMSIG(status);
    if (WIFEXITED(status)) end.exitCode = WEXITSTATUS(status);
    return end;
}

}  // namespace scaispeak::check
