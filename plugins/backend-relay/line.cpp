#include "line.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <new>
#include <stdexcept>

namespace scaispeak::relay {

Line::Line()
    : _woken(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)), _multi(curl_multi_init()), _easy(curl_easy_init())
{
    if (_woken < 0 || _multi == nullptr || _easy == nullptr) {
        clean();
        throw std::runtime_error("no more descriptors or memory for a connection");
    }
    curl_multi_setopt(_multi, CURLMOPT_MAXCONNECTS, 1L);
    curl_multi_setopt(_multi, CURLMOPT_SOCKETFUNCTION, &Line::onSocket);
    curl_multi_setopt(_multi, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(_multi, CURLMOPT_TIMERFUNCTION, &Line::onTimer);
    curl_multi_setopt(_multi, CURLMOPT_TIMERDATA, this);
    _watched.push_back({_woken, POLLIN, 0});
}

Line::~Line()
{
    clean();
}

void Line::clean() noexcept
{
    curl_easy_cleanup(_easy);
    curl_multi_cleanup(_multi);
    if (_woken >= 0) ::close(_woken);
}

void Line::start()
{
    _running = 1;
    curl_multi_add_handle(_multi, _easy);
    act(CURL_SOCKET_TIMEOUT, 0);
}

bool Line::advance(std::chrono::milliseconds patience)
{
    if (_running == 0) return false;
    auto wait = patience;
    if (_due)
        wait = std::clamp(std::chrono::ceil<std::chrono::milliseconds>(*_due - Clock::now()), {}, patience);
    if (::poll(_watched.data(), _watched.size(), static_cast<int>(wait.count())) > 0) serve();
    if (_due && Clock::now() >= *_due) act(CURL_SOCKET_TIMEOUT, 0);
    return _running > 0;
}

/// What libcurl does with one socket may change the list of them.
void Line::serve()
{
    std::uint64_t count = 0;
    if (_watched.front().revents != 0) [[maybe_unused]]
        const auto got = ::read(_woken, &count, sizeof count);
    _ready.clear();
    std::copy_if(_watched.begin() + 1, _watched.end(), std::back_inserter(_ready),
                 [](const pollfd& socket) { return socket.revents != 0; });
    for (const pollfd& socket : _ready) {
        int what = 0;
        // What broke is told by reading.
        if (socket.revents & (POLLIN | POLLERR | POLLHUP)) what |= CURL_CSELECT_IN;
        if (socket.revents & POLLOUT) what |= CURL_CSELECT_OUT;
        if (socket.revents & POLLNVAL) what |= CURL_CSELECT_ERR;
        act(socket.fd, what);
    }
}

void Line::act(curl_socket_t socket, int what)
{
    if (socket == CURL_SOCKET_TIMEOUT) _due.reset();
    curl_multi_socket_action(_multi, socket, what, &_running);
}

CURLcode Line::finish()
{
    CURLcode code = CURLE_ABORTED_BY_CALLBACK;
    int left = 0;
    if (const CURLMsg* message = curl_multi_info_read(_multi, &left)) code = message->data.result;
    curl_multi_remove_handle(_multi, _easy);
    _running = 0;
    return code;
}

void Line::wake() noexcept
{
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(_woken, &one, sizeof one);
}

int Line::onSocket(CURL*, curl_socket_t socket, int wanted, void* self, void*) noexcept
{
    auto& watched = static_cast<Line*>(self)->_watched;
    const auto place = std::find_if(watched.begin() + 1, watched.end(),
                                    [socket](const pollfd& one) { return one.fd == socket; });
    if (wanted == CURL_POLL_REMOVE) {
        if (place != watched.end()) watched.erase(place);
        return 0;
    }
    const int events = (wanted & CURL_POLL_IN ? POLLIN : 0) | (wanted & CURL_POLL_OUT ? POLLOUT : 0);
    try {
        if (place != watched.end())
            place->events = static_cast<short>(events);
        else
            watched.push_back({socket, static_cast<short>(events), 0});
        return 0;
    }
    catch (const std::bad_alloc&) {
        return -1;
    }
}

int Line::onTimer(CURLM*, long milliseconds, void* self) noexcept
{
    auto& due = static_cast<Line*>(self)->_due;
    if (milliseconds < 0)
        due.reset();
    else
        due = Clock::now() + std::chrono::milliseconds(milliseconds);
    return 0;
}

std::unique_ptr<Line> LinePool::take()
{
    {
        const std::lock_guard lock(_mutex);
        if (!_idle.empty()) {
            auto line = std::move(_idle.back());
            _idle.pop_back();
            return line;
        }
    }
    return std::make_unique<Line>();
}

void LinePool::giveBack(std::unique_ptr<Line> line) noexcept
{
    const std::lock_guard lock(_mutex);
    if (_idle.size() < mostIdle) _idle.push_back(std::move(line));
}

}  // namespace scaispeak::relay
