#pragma once

#include <curl/curl.h>

#include <memory>
#include <mutex>
#include <vector>

namespace scaispeak::relay {

/// A connection to the relay that stays open between calls. For one call at a time; wake() from any thread.
class Line
{
public:
    Line();
    ~Line();
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;

    CURL* easy() const noexcept { return _easy; }
    CURLM* multi() const noexcept { return _multi; }
    void wake() noexcept;

private:
    CURLM* _multi;
    CURL* _easy;
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
