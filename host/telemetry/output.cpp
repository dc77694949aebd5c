#include "telemetry/output.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <string>

namespace scaispeak::telemetry {
namespace {

constexpr std::size_t largestPiece = 65'536;

}  // namespace

Output::Output(int descriptor) : _descriptor(descriptor)
{
    struct stat status = {};
    if (::fstat(descriptor, &status) != 0) {
        _descriptor = -1;
        return;
    }
    _socket = S_ISSOCK(status.st_mode);
    _regular = S_ISREG(status.st_mode);
    if (!S_ISFIFO(status.st_mode) && !S_ISCHR(status.st_mode)) return;
    const std::string self = "/proc/self/fd/" + std::to_string(descriptor);
    const int own = ::open(self.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (own < 0) return;
    _descriptor = own;
    _own = true;
}

Output::~Output()
{
    if (_own) ::close(_descriptor);
}

std::string_view Output::piece(std::string_view lines) const
{
    const std::size_t most = _regular || _socket ? largestPiece : PIPE_BUF;
    if (lines.size() <= most) return lines;
    const std::size_t newline = lines.rfind('\n', most - 1);
    return lines.substr(0, newline == std::string_view::npos ? most : newline + 1);
}

Output::Result Output::write(std::string_view& lines, std::chrono::milliseconds wait)
{
    // poll() passes a negative descriptor over, as if it were never ready.
    if (_descriptor < 0) return Result::Failed;
    pollfd poll = {_descriptor, POLLOUT, 0};
    const int ready = ::poll(&poll, 1, static_cast<int>(wait.count()));
    if (ready == 0 || (ready < 0 && errno == EINTR)) return Result::Stalled;
    const std::string_view next = piece(lines);
    const ssize_t written = _socket
                                ? ::send(_descriptor, next.data(), next.size(), MSG_DONTWAIT | MSG_NOSIGNAL)
                                : ::write(_descriptor, next.data(), next.size());
    if (written > 0) {
        lines.remove_prefix(static_cast<std::size_t>(written));
        return Result::Progress;
    }
    // A readable pipe may still have less room than a whole piece: that is a stall, and the wait must not
    // spin.
    if (written < 0 && (errno == EAGAIN || errno == EINTR)) {
        ::poll(nullptr, 0, static_cast<int>(wait.count()));
        return Result::Stalled;
    }
    return Result::Failed;
}

}  // namespace scaispeak::telemetry
