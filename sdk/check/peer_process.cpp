#include "peer_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <stdexcept>
#include <system_error>

namespace scaispeak::check {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::string_view ready = "ready ";
constexpr std::size_t longestLine = 4096;

// The rest of the line that begins with "ready "; empty until it is whole.
std::string addressIn(const std::string& text)
{
    const std::size_t begin = text.starts_with(ready) ? 0 : text.find("\nready ");
    if (begin == std::string::npos) return {};
    const std::size_t from = begin + ready.size() + (begin == 0 ? 0 : 1);
    const std::size_t end = text.find('\n', from);
    return end == std::string::npos ? std::string() : text.substr(from, end - from);
}

[[noreturn]] void becomePeer(const std::vector<char*>& command, const std::filesystem::path& folder,
                             int output)
{
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::dup2(output, STDOUT_FILENO);
    if (::chdir(folder.c_str()) == 0) ::execvp(command[0], command.data());
    ::_exit(127);
}

}  // namespace

PeerProcess::PeerProcess(const std::vector<std::string>& command, const std::filesystem::path& folder)
{
    std::vector<char*> raw;
    for (const std::string& word : command)
        raw.push_back(const_cast<char*>(word.c_str()));
    raw.push_back(nullptr);
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
    _output = ends[0];
    _process = ::fork();
    if (_process == 0) becomePeer(raw, folder, ends[1]);
    ::close(ends[1]);
    try {
        if (_process < 0) throw std::system_error(errno, std::generic_category(), "fork");
        awaitReady();
    }
    catch (...) {
        end();
        throw;
    }
}

PeerProcess::~PeerProcess()
{
    end();
}

void PeerProcess::end() noexcept
{
    if (_process > 0) {
        ::kill(-_process, SIGKILL);
        ::kill(_process, SIGKILL);
        while (::waitpid(_process, nullptr, 0) < 0 && errno == EINTR) {
        }
    }
    ::close(_output);
}

void PeerProcess::awaitReady()
{
    const auto until = Clock::now() + std::chrono::seconds(2);
    std::string text;
    while (_address.empty()) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
        pollfd watched{_output, POLLIN, 0};
        std::array<char, 512> buffer;
        const bool came = left > 0 && ::poll(&watched, 1, static_cast<int>(left)) > 0;
        const ssize_t got = came ? ::read(_output, buffer.data(), buffer.size()) : 0;
        if (got <= 0 || text.size() > longestLine)
            throw PeerFailed(
                "the peer of the plugin did not print \"ready ADDRESS\" within 2 s: correct "
                "\"peer\" in its .check.json");
        text.append(buffer.data(), static_cast<std::size_t>(got));
        _address = addressIn(text);
    }
}

}  // namespace scaispeak::check
