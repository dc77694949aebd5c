#include "line.hpp"

#include <new>

namespace scaispeak::relay {

Line::Line() : _multi(curl_multi_init()), _easy(curl_easy_init())
{
    if (_multi != nullptr && _easy != nullptr) {
        curl_multi_setopt(_multi, CURLMOPT_MAXCONNECTS, 1L);
        return;
    }
    curl_easy_cleanup(_easy);
    curl_multi_cleanup(_multi);
    throw std::bad_alloc();
}

Line::~Line()
{
    curl_easy_cleanup(_easy);
    curl_multi_cleanup(_multi);
}

void Line::wake() noexcept
{
    curl_multi_wakeup(_multi);
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
