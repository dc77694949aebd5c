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
    std::shared_ptr<Line> take();
    void giveBack(std::shared_ptr<Line> line);

private:
    static constexpr std::size_t mostIdle = 64;

    std::mutex _mutex;
    std::vector<std::shared_ptr<Line>> _idle;
};

}  // namespace scaispeak::relay
