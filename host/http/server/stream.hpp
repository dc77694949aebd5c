#pragma once

#include "http/server/baton.hpp"
#include "http/server/body_source.hpp"
#include "http/server/connection.hpp"
#include "http/server/response.hpp"

#include <atomic>
#include <memory>
#include <span>
#include <string>

namespace scaispeak::http {

class ExchangeState;

/// A streamed answer under way: pulls from its source and sends, and never pulls while something pulled
/// before waits for the socket. When it is over it gives its connection back. Everything under `private` and
/// step() belong to who has the baton.
class Stream : public std::enable_shared_from_this<Stream>
{
public:
    using Clock = Connection::Clock;
    enum class Step
    {
        Waiting,
        Again,
        Over
    };

    Stream(std::shared_ptr<ExchangeState> exchange, std::shared_ptr<Connection> connection, StreamHead head,
           std::shared_ptr<BodySource> source);

    Baton& baton() noexcept { return _baton; }

    /// Does what can be done now, at most a few reads of `scratch`'s size.
    Step step(std::span<char> scratch);

    /// Any thread. Whether the socket has taken nothing of what waits for it since `limit` ago.
    bool stalled(Clock::time_point now, Clock::duration limit) const noexcept
    {
        const auto since = _blockedSince.load(std::memory_order_relaxed);
        return since != kNotBlocked && now - since > limit;
    }

    /// Any thread. The next step ends it, because the reader stalled or the host stops.
    void abandon() noexcept { _abandoned.store(true, std::memory_order_release); }

    /// Any thread. True: it was not queued before.
    bool markQueued() noexcept { return !_queued.exchange(true, std::memory_order_acq_rel); }
    void unmarkQueued() noexcept { _queued.exchange(false, std::memory_order_acq_rel); }

private:
    static constexpr Clock::time_point kNotBlocked = Clock::time_point::min();

    void begin();
    Step advance(std::span<char> scratch);
    Step flush();
    Step pull(std::span<char> scratch);
    Step sendHeadOnly();
    Step send(std::string_view bytes, bool last);
    Step afterSend(Connection::Sent sent);
    Step fail();
    Step lost();
    Step leave();
    bool blocked() const noexcept { return _blockedSince.load(std::memory_order_relaxed) != kNotBlocked; }
    Step over(bool completed, bool keep);
    void tellAbandoned() noexcept;
    std::string tail();

    const std::shared_ptr<ExchangeState> _exchange;
    std::shared_ptr<Connection> _connection;
    const StreamHead _answer;
    const std::shared_ptr<BodySource> _source;
    std::string _head;
    Baton _baton;
    std::atomic<bool> _queued{false};
    std::atomic<bool> _abandoned{false};
    std::atomic<Clock::time_point> _blockedSince{kNotBlocked};  ///< Or since it last took something.
    bool _begun = false;
    bool _over = false;
    bool _keep = false;
    bool _bodyWanted = true;
    bool _lastSent = false;
};

}  // namespace scaispeak::http
