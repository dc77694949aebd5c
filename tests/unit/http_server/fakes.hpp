#pragma once

#include "core/logger.hpp"
#include "http/server/front_end.hpp"

#include <algorithm>
#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

namespace http_server_test {

namespace http = scaispeak::http;
namespace core = scaispeak::core;

/// Waits for a future at most 20 s.
template <typename Value>
Value take(std::future<Value>& future)
{
    if (future.wait_for(std::chrono::seconds(20)) != std::future_status::ready)
        throw std::runtime_error("waited 20 s in vain");
    return future.get();
}

/// Something that one thread does and another waits for.
class Signal
{
public:
    void raise()
    {
        const std::lock_guard lock(_mutex);
        ++_raised;
        _changed.notify_all();
    }
    void await(int times = 1)
    {
        std::unique_lock lock(_mutex);
        if (!_changed.wait_for(lock, std::chrono::seconds(20), [&] { return _raised >= times; }))
            throw std::runtime_error("waited 20 s in vain");
    }
    int raised()
    {
        const std::lock_guard lock(_mutex);
        return _raised;
    }

private:
    std::mutex _mutex;
    std::condition_variable _changed;
    int _raised = 0;
};

class CountingLogger : public core::Logger
{
public:
    bool enabled(core::LogLevel) const noexcept override { return true; }
    void write(core::LogLevel, std::string_view event, std::span<const core::LogField>) noexcept override
    {
        const std::lock_guard lock(_mutex);
        _events.emplace_back(event);
    }
    std::size_t count(std::string_view event)
    {
        const std::lock_guard lock(_mutex);
        return static_cast<std::size_t>(std::count(_events.begin(), _events.end(), event));
    }

private:
    std::mutex _mutex;
    std::vector<std::string> _events;
};

/// Runs what the test gives it; without that, answers with method, path, query and body.
class ScriptedHandler : public http::RequestHandler
{
public:
    using Script = std::function<void(http::Request&&, std::shared_ptr<http::Exchange>)>;

    Script script = [](http::Request&& request, std::shared_ptr<http::Exchange> exchange) {
        const auto size = request.bodyTooLarge ? "too large" : std::to_string(request.body.size());
        exchange->respond({200,
                           {},
                           request.head.getMethod() + " " + request.path + " " + request.query + " " + size,
                           false});
    };

    void handle(http::Request&& request, std::shared_ptr<http::Exchange> exchange) override
    {
        script(std::move(request), std::move(exchange));
    }
    http::Response framingError(const http::FramingError& error) override
    {
        return {error.status, {}, std::string(error.reason), false};
    }
    http::Response overloaded() override { return {503, {}, "overloaded", false}; }
    http::Response failed() override { return {500, {}, "failed", false}; }
};

/// A body that the test pushes into, from any thread.
class ScriptedSource : public http::BodySource
{
public:
    void push(std::string_view bytes)
    {
        change([&] { _bytes += bytes; }, core::Urgency::Soon);
    }
    void end()
    {
        change([&] { _end = State::End; });
    }
    void fail()
    {
        change([&] { _end = State::Failed; });
    }
    /// Never ends and always has more.
    void flood()
    {
        change([&] { _flood = true; });
    }

    Signal left;
    http::Headers trailerFields;

    Read read(std::span<char> out) override
    {
        const std::lock_guard lock(_mutex);
        if (_flood) {
            std::fill(out.begin(), out.end(), 'f');
            return {out.size(), State::More};
        }
        const auto size = _bytes.copy(out.data(), out.size());
        _bytes.erase(0, size);
        if (!_bytes.empty()) return {size, State::More};
        return {_end == State::Failed ? 0 : size, _end};
    }
    void onReadable(Notify notify) override
    {
        const std::lock_guard lock(_mutex);
        _notify = std::move(notify);
    }
    http::Headers trailers() override { return trailerFields; }
    void abandoned() override { left.raise(); }

private:
    template <typename Change>
    void change(Change apply, core::Urgency urgency = core::Urgency::Now)
    {
        Notify notify;
        {
            const std::lock_guard lock(_mutex);
            apply();
            notify = _notify;
        }
        if (notify) notify(urgency);
    }

    std::mutex _mutex;
    std::string _bytes;
    State _end = State::Waiting;
    bool _flood = false;
    Notify _notify;
};

/// A running front end on a free port, and what it needs.
class Server
{
public:
    explicit Server(ScriptedHandler::Script script = nullptr, http::FrontEndOptions options = {})
        : frontEnd(quick(options), handler, logger)
    {
        if (script) handler.script = std::move(script);
        frontEnd.start();
    }

    std::uint16_t port() const { return frontEnd.port(); }

    CountingLogger logger;
    ScriptedHandler handler;
    http::FrontEnd frontEnd;

private:
    static http::FrontEndOptions quick(http::FrontEndOptions options)
    {
        options.sweep = std::chrono::milliseconds(10);
        return options;
    }
};

}  // namespace http_server_test
