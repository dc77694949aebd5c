#pragma once

#include <curl/curl.h>
#include <poll.h>

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace scaispeak::relay {

/// A connection to the relay that stays open between calls. For one call at a time, on one thread; wake()
/// from any.
class Line
{
public:
    Line();
    ~Line();
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;

    CURL* easy() const noexcept { return _easy; }

    /// Begins the transfer that easy() was set up for.
    void start();
    /// Waits until there is something to do for it, it is woken or `patience` is over, and does that. False:
    /// it is over.
    bool advance(std::chrono::milliseconds patience);
    /// Ends it, whether it is over or not; how it went.
    CURLcode finish();
    void wake() noexcept;

private:
    using Clock = std::chrono::steady_clock;

    static int onSocket(CURL* easy, curl_socket_t socket, int wanted, void* self, void*) noexcept;
    static int onTimer(CURLM* multi, long milliseconds, void* self) noexcept;

    void clean() noexcept;
    void act(curl_socket_t socket, int what);
    void serve();

    int _woken = -1;
    CURLM* _multi;
    CURL* _easy;
    std::vector<pollfd> _watched;  ///< First what wakes.
    std::vector<pollfd> _ready;
    std::optional<Clock::time_point> _due;  ///< When libcurl wants to be called for its own sake.
    int _running = 0;
};

/// Lines that nobody uses just now, the warmest first. Thread safe.
class LinePool
{
public:
    /// A line for one call, which goes back at its end: what the call left unread, libcurl has closed.
    class Lease
    {
    public:
        explicit Lease(LinePool& pool) : _pool(pool), _line(pool.take()) {}
        ~Lease() { _pool.giveBack(std::move(_line)); }
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;

        Line& line() const noexcept { return *_line; }

    private:
        LinePool& _pool;
        std::unique_ptr<Line> _line;
    };

    LinePool() { _idle.reserve(mostIdle); }

private:
    static constexpr std::size_t mostIdle = 64;

    std::unique_ptr<Line> take();
    void giveBack(std::unique_ptr<Line> line) noexcept;

    std::mutex _mutex;
    std::vector<std::unique_ptr<Line>> _idle;
};

}  // namespace scaispeak::relay
