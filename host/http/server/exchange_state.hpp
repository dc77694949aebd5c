#pragma once

#include "http/server/connection.hpp"
#include "http/server/exchange.hpp"
#include "http/server/server_context.hpp"

#include <atomic>
#include <memory>
#include <mutex>
#include <utility>

namespace scaispeak::http {

class Stream;

/// One request's way from its dispatch to the end of its answer. It is the borrower of its connection, or
/// hands that on to a Stream. Hooks are called without a lock held.
class ExchangeState : public std::enable_shared_from_this<ExchangeState>
{
public:
    using Clock = std::chrono::steady_clock;

    ExchangeState(std::shared_ptr<ServerContext> context, std::shared_ptr<Connection> connection,
                  const AnswerRules& rules, Clock::time_point received);
    ~ExchangeState();

    /// Any thread; the first of the two counts.
    void respond(Response response);
    void stream(StreamHead head, std::shared_ptr<BodySource> body);
    /// Answers with the handler's failed() if there is no answer yet.
    void fail(std::string_view cause);

    /// Handling thread.
    void thenRun(std::function<void()> work) { _work = std::move(work); }
    std::function<void()> takeWork() { return std::exchange(_work, nullptr); }

    void onDisconnect(std::function<void()> hook);
    void onFinished(std::function<void(const ExchangeResult&)> hook);
    bool gone() const noexcept { return _gone.load(std::memory_order_acquire); }

    /// I/O thread.
    void peerGone();
    void writable();

    /// Whoever holds the connection: sends a whole answer and gives the connection back.
    void answer(std::shared_ptr<Connection> connection, Response response);
    /// Gives the connection back after an answer. `keep`: for another request.
    void giveBack(std::shared_ptr<Connection> connection, bool keep, Connection::Sent sent);
    /// The answer is over.
    void finish(bool completed, std::uint64_t bytesSent);

    bool keeps(bool wanted) const noexcept
    {
        return wanted && _rules.keepAlive && !_context->draining.load(std::memory_order_relaxed);
    }
    const AnswerRules& rules() const noexcept { return _rules; }
    ServerContext& context() const noexcept { return *_context; }

private:
    const std::shared_ptr<ServerContext> _context;
    const AnswerRules _rules;
    const Clock::time_point _received;
    std::atomic<bool> _answered{false};
    std::atomic<bool> _gone{false};
    std::shared_ptr<Connection> _connection;
    int _status = 0;
    std::function<void()> _work;

    std::mutex _mutex;
    std::function<void()> _disconnectHook;
    std::function<void(const ExchangeResult&)> _finishHook;
    std::shared_ptr<Stream> _stream;
    ExchangeResult _result;
    bool _over = false;
};

}  // namespace scaispeak::http
