#pragma once

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
/// before waits for the socket. Writer thread, but for the queued mark. When it is over it gives its
/// connection back.
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

    /// Does what can be done now, at most a few reads of `scratch`'s size.
    Step step(std::span<char> scratch);

    /// Whether the socket has taken nothing of what waits for it since `limit` ago.
    bool stalled(Clock::time_point now, Clock::duration limit) const
    {
        return _blocked && now - _lastTaken > limit;
    }

    /// Ends it because the reader left or stalled, or the host stops.
    void abandon();

    /// Any thread. True: it was not queued before.
    bool markQueued() noexcept { return !_queued.exchange(true, std::memory_order_acq_rel); }
    void unmarkQueued() noexcept { _queued.exchange(false, std::memory_order_acq_rel); }
    bool begun() const noexcept { return _begun; }

private:
    void begin();
    Step advance(std::span<char> scratch);
    Step flush();
    Step pull(std::span<char> scratch);
    Step sendHeadOnly();
    Step send(std::string_view bytes, bool last);
    Step afterSend(Connection::Sent sent);
    Step fail();
    Step lost();
    Step over(bool completed, bool keep);
    void tellAbandoned() noexcept;
    std::string tail();

    const std::shared_ptr<ExchangeState> _exchange;
    std::shared_ptr<Connection> _connection;
    const StreamHead _answer;
    const std::shared_ptr<BodySource> _source;
    std::string _head;
    std::atomic<bool> _queued{false};
    bool _begun = false;
    bool _over = false;
    bool _keep = false;
    bool _bodyWanted = true;
    bool _blocked = false;
    bool _lastSent = false;
    Clock::time_point _lastTaken;
};

}  // namespace scaispeak::http
