#pragma once

#include "http/server/connection.hpp"
#include "http/server/connection_table.hpp"
#include "http/server/server_context.hpp"
#include "http/server/worker_pool.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace scaispeak::http {

/// What the I/O thread does with one connection: reads requests and hands them to the workers, sends the rest
/// of answers, closes in good order. I/O thread only. Of a lent connection it touches the lease and the
/// members that are the I/O thread's own.
class ConnectionServer
{
public:
    using Clock = Connection::Clock;

    /// `epoll`: the set the connections are registered in; it must outlive this.
    ConnectionServer(std::shared_ptr<ServerContext> context, WorkerPool& workers, RequestHandler& handler,
                     int epoll);

    /// The time all deadlines of this round count from.
    void setNow(Clock::time_point now) noexcept { _now = now; }

    void admit(std::shared_ptr<Connection> connection);
    void refuseForLoad(Connection& connection);
    /// `events` as epoll gives them.
    void handleEvents(Connection& connection, std::uint32_t events);
    /// It was given back, or should be looked at again.
    void revisit(Connection& connection);
    /// Acts if its deadline has passed.
    void expire(Connection& connection);
    /// Ends it now; its client counts as gone.
    void cut(Connection& connection);

    ConnectionTable& table() noexcept { return _table; }

private:
    enum class Reading
    {
        Go,
        Stop
    };

    void service(Connection& connection);
    bool shakeHands(Connection& connection);
    bool finishSending(Connection& connection);
    bool readInput(Connection& connection);
    Reading feed(Connection& connection, std::string_view bytes, bool drained);
    Reading waitForMore(Connection& connection, bool begins, bool bodyBegins);
    void dispatch(Connection& connection, std::string_view rest, bool drained);
    void account(Connection& connection, std::size_t held);
    void refuse(Connection& connection, Response response);
    void endOutput(Connection& connection);
    void discardInput(Connection& connection);
    void close(Connection& connection);

    Response framingResponse(const FramingError& error) noexcept;
    Response overloadResponse() noexcept;

    const std::shared_ptr<ServerContext> _context;
    WorkerPool& _workers;
    RequestHandler& _handler;
    const int _epoll;
    ConnectionTable _table;
    std::vector<char> _scratch;
    Clock::time_point _now;
};

}  // namespace scaispeak::http
