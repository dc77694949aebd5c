#include "http/server/connection_server.hpp"

#include "http/server/answer_head.hpp"
#include "http/server/exchange_state.hpp"

#include <sys/epoll.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace scaispeak::http {

namespace {

using Phase = Connection::Phase;
using Sent = Connection::Sent;

constexpr std::size_t kReadBytes = 64 * 1024;
constexpr FramingError kTooSlow{408, "slow_request", "The request did not arrive in time; send it faster."};
constexpr FramingError kPlainHttp{400, "https_required",
                                  "This port speaks HTTPS, and the request came in the clear; use https://."};

}  // namespace

ConnectionServer::ConnectionServer(std::shared_ptr<ServerContext> context, WorkerPool& workers,
                                   RequestHandler& handler, int epoll)
    : _context(std::move(context)), _workers(workers), _handler(handler), _epoll(epoll), _scratch(kReadBytes)
{}

void ConnectionServer::admit(std::shared_ptr<Connection> connection)
{
    connection->deadline = _now + _context->options.idle;
    if (connection->tls()) {
        connection->phase = Phase::Handshaking;
        connection->handshaking = true;
        connection->deadline = _now + _context->options.handshake;
    }
    _table.add(std::move(connection));
    _context->connections.store(_table.size(), std::memory_order_relaxed);
}

void ConnectionServer::refuseForLoad(Connection& connection)
{
    refuse(connection, overloadResponse());
}

void ConnectionServer::handleEvents(Connection& connection, std::uint32_t events)
{
    const bool left = (events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0;
    if (left) connection.peerClosed = true;
    const bool input = left || (events & EPOLLIN) != 0 || connection.handshaking;
    if (input ? connection.lease.note() : connection.lease.lent()) {
        const auto exchange = connection.current.lock();
        if (!exchange) return;
        if (left) exchange->peerGone();
        if ((events & EPOLLOUT) != 0) exchange->writable();
        return;
    }
    service(connection);
}

void ConnectionServer::revisit(Connection& connection)
{
    if (!connection.lease.note()) service(connection);
}

void ConnectionServer::service(Connection& connection)
{
    if (connection.phase == Phase::Closed) return;
    if (connection.phase == Phase::Handshaking && !shakeHands(connection)) return;
    if (connection.phase == Phase::Sending && !finishSending(connection)) return;
    if (connection.phase == Phase::Lingering) return discardInput(connection);
    if (connection.closeAfter) return endOutput(connection);
    const bool idle = readInput(connection) && !connection.reader.started();
    if (idle && _context->draining.load(std::memory_order_relaxed)) close(connection);
}

/// True: it has come about.
bool ConnectionServer::shakeHands(Connection& connection)
{
    switch (connection.tls()->handshake()) {
        case TlsChannel::Handshake::Waiting:
            if (connection.peerClosed || _context->draining.load(std::memory_order_relaxed)) break;
            connection.lease.lend(false);
            _context->handshaker.submit(connection.shared_from_this());
            return false;
        case TlsChannel::Handshake::Done:
            connection.phase = Phase::Reading;
            connection.handshaking = false;
            connection.deadline = _now + _context->options.idle;
            return true;
        case TlsChannel::Handshake::PlainHttp:
            connection.handshaking = false;
            connection.dropTls();
            refuse(connection, framingResponse(kPlainHttp));
            return false;
        case TlsChannel::Handshake::Failed:
            break;
    }
    close(connection);
    return false;
}

/// True: all is sent.
bool ConnectionServer::finishSending(Connection& connection)
{
    const auto before = connection.sentBytes();
    const auto sent = connection.flush();
    if (sent == Sent::Part) {
        if (connection.sentBytes() != before)
            connection.deadline = _now + _context->stall.load(std::memory_order_relaxed);
        return false;
    }
    if (sent == Sent::Broken) {
        close(connection);
        return false;
    }
    connection.phase = Phase::Reading;
    connection.deadline = _now + _context->options.idle;
    const auto bytes = connection.takeSentBytes();
    if (const auto exchange = std::exchange(connection.sending, nullptr)) exchange->finish(true, bytes);
    return true;
}

/// True: the connection is still the I/O thread's, and has no input left.
bool ConnectionServer::readInput(Connection& connection)
{
    if (!connection.backlog.empty()) {
        const auto bytes = std::exchange(connection.backlog, {});
        if (feed(connection, bytes, false) == Reading::Stop) return false;
    }
    while (true) {
        const auto received = connection.receive(_scratch.data(), _scratch.size());
        if (received < 0 && errno == EAGAIN) return true;
        if (received <= 0) {
            close(connection);
            return false;
        }
        const auto size = static_cast<std::size_t>(received);
        // A read that does not fill the buffer has emptied the socket: the next bytes make an event.
        const bool drained = size < _scratch.size() && !connection.inputEnded();
        if (feed(connection, {_scratch.data(), size}, drained) == Reading::Stop) return false;
        if (drained && !connection.peerClosed) return true;
    }
}

ConnectionServer::Reading ConnectionServer::feed(Connection& connection, std::string_view bytes, bool drained)
{
    auto& reader = connection.reader;
    const bool started = reader.started();
    const bool inBody = reader.inBody();
    switch (reader.feed(bytes)) {
        case RequestReader::Status::Ready:
            dispatch(connection, bytes, drained);
            return Reading::Stop;
        case RequestReader::Status::Refused:
            refuse(connection, framingResponse(reader.error()));
            return Reading::Stop;
        case RequestReader::Status::Incomplete:
            break;
    }
    return waitForMore(connection, !started && reader.started(), !inBody && reader.inBody());
}

ConnectionServer::Reading ConnectionServer::waitForMore(Connection& connection, bool begins, bool bodyBegins)
{
    const auto& options = _context->options;
    const auto slowBody = _context->slowBody.load(std::memory_order_relaxed);
    account(connection, connection.reader.held());
    if (_context->buffered.load(std::memory_order_relaxed) > options.maxBufferedBytes) {
        refuse(connection, overloadResponse());
        return Reading::Stop;
    }
    if (connection.reader.takeContinueDue() &&
        connection.send({"HTTP/1.1 100 Continue\r\n\r\n"}) != Sent::All) {
        close(connection);
        return Reading::Stop;
    }
    if (bodyBegins) connection.bodyBegan = _now;
    if (connection.reader.inBody()) {
        const std::chrono::milliseconds earned(1000 * connection.reader.bodyBytes() /
                                               std::max<std::size_t>(options.minBodyBytesPerSecond, 1));
        connection.deadline = std::min(_now, connection.bodyBegan + earned) + slowBody;
    }
    else if (begins) {
        connection.deadline = _now + slowBody;
    }
    return Reading::Go;
}

void ConnectionServer::dispatch(Connection& connection, std::string_view rest, bool drained)
{
    account(connection, 0);
    auto read = connection.reader.take();
    read.request->peerAddress = connection.peerAddress;
    read.request->received = _now;
    if (!read.rules.inputLeft) connection.backlog = rest;
    connection.takeSentBytes();
    const auto exchange =
        std::make_shared<ExchangeState>(_context, connection.shared_from_this(), read.rules, _now);
    connection.current = exchange;
    const auto held = read.request->body.size();
    Task task{std::move(read.request), exchange, held};
    _context->buffered.fetch_add(held, std::memory_order_relaxed);
    connection.lease.lend(!drained || !rest.empty() || connection.peerClosed);
    if (!_workers.submit(task)) {
        _context->buffered.fetch_sub(held, std::memory_order_relaxed);
        exchange->respond(overloadResponse());
    }
    if (connection.peerClosed) exchange->peerGone();
}

void ConnectionServer::account(Connection& connection, std::size_t held)
{
    if (held == connection.accounted) return;
    _context->buffered.fetch_add(held - connection.accounted, std::memory_order_relaxed);
    connection.accounted = held;
}

void ConnectionServer::refuse(Connection& connection, Response response)
{
    account(connection, 0);
    AnswerRules rules;
    rules.keepAlive = false;
    auto head = unaryHead(response, rules, false, _context->date);
    const auto sent = connection.send(std::move(head), std::move(response.body));
    if (sent == Sent::Broken) return close(connection);
    connection.closeAfter = true;
    connection.lingerAfter = true;
    if (sent == Sent::All) return endOutput(connection);
    connection.phase = Phase::Sending;
    connection.deadline = _now + _context->stall.load(std::memory_order_relaxed);
}

void ConnectionServer::endOutput(Connection& connection)
{
    if (!connection.lingerAfter) return close(connection);
    connection.endOutput();
    connection.phase = Phase::Lingering;
    connection.deadline = _now + _context->options.linger;
    discardInput(connection);
}

void ConnectionServer::discardInput(Connection& connection)
{
    while (connection.discarded <= _context->options.lingerBytes) {
        const auto received = connection.receive(_scratch.data(), _scratch.size());
        if (received < 0 && errno == EAGAIN) return;
        if (received <= 0) break;
        connection.discarded += static_cast<std::size_t>(received);
    }
    close(connection);
}

void ConnectionServer::close(Connection& connection)
{
    account(connection, 0);
    const auto exchange = std::exchange(connection.sending, nullptr);
    const auto bytes = connection.takeSentBytes();
    // Closing alone does not unregister it while a child process that is being started holds a copy.
    ::epoll_ctl(_epoll, EPOLL_CTL_DEL, connection.fd(), nullptr);
    _table.close(connection);
    _context->connections.store(_table.size(), std::memory_order_relaxed);
    if (exchange) exchange->finish(false, bytes);
}

void ConnectionServer::expire(Connection& connection)
{
    if (connection.lease.lent() || connection.deadline > _now) return;
    if (connection.phase == Phase::Reading && connection.reader.started())
        return refuse(connection, framingResponse(kTooSlow));
    // What a stalled client does not take must not stay in the kernel.
    if (connection.phase == Phase::Sending) connection.resetAfter = true;
    close(connection);
}

void ConnectionServer::cut(Connection& connection)
{
    if (!connection.lease.lent()) return close(connection);
    connection.cut();
    if (const auto exchange = connection.current.lock()) exchange->peerGone();
}

Response ConnectionServer::framingResponse(const FramingError& error) noexcept
{
    try {
        return _handler.framingError(error);
    }
    catch (...) {
        return _context->failedResponse("framingError threw");
    }
}

Response ConnectionServer::overloadResponse() noexcept
{
    try {
        return _handler.overloaded();
    }
    catch (...) {
        return _context->failedResponse("overloaded threw");
    }
}

}  // namespace scaispeak::http
