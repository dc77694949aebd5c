#include "http/server/exchange_state.hpp"

#include "http/server/answer_head.hpp"
#include "http/server/stream.hpp"
#include "http/server/stream_writer.hpp"

#include <utility>

namespace scaispeak::http {

ExchangeState::ExchangeState(std::shared_ptr<ServerContext> context, std::shared_ptr<Connection> connection,
                             const AnswerRules& rules, Clock::time_point received)
    : _context(std::move(context)), _rules(rules), _received(received), _connection(std::move(connection))
{
    _context->exchanges.fetch_add(1, std::memory_order_relaxed);
}

ExchangeState::~ExchangeState()
{
    _context->exchanges.fetch_sub(1, std::memory_order_relaxed);
}

void ExchangeState::respond(Response response)
{
    if (_answered.exchange(true)) return;
    {
        const std::lock_guard lock(_mutex);
        _disconnectHook = nullptr;
    }
    answer(std::move(_connection), std::move(response));
}

void ExchangeState::stream(StreamHead head, std::shared_ptr<BodySource> body)
{
    if (_answered.exchange(true)) return;
    _status = head.status;
    const auto stream = std::make_shared<Stream>(shared_from_this(), std::move(_connection), std::move(head),
                                                 std::move(body));
    {
        const std::lock_guard lock(_mutex);
        _stream = stream;
    }
    _context->writer->add(stream);
}

void ExchangeState::fail(std::string_view cause)
{
    if (!_answered.load(std::memory_order_relaxed)) respond(_context->failedResponse(cause));
}

void ExchangeState::onDisconnect(std::function<void()> hook)
{
    {
        const std::lock_guard lock(_mutex);
        if (_over) return;
        if (!gone()) {
            _disconnectHook = std::move(hook);
            return;
        }
    }
    if (hook) hook();
}

void ExchangeState::onFinished(std::function<void(const ExchangeResult&)> hook)
{
    {
        const std::lock_guard lock(_mutex);
        if (!_over) {
            _finishHook = std::move(hook);
            return;
        }
    }
    if (hook) hook(_result);
}

void ExchangeState::peerGone()
{
    std::function<void()> hook;
    std::shared_ptr<Stream> stream;
    {
        const std::lock_guard lock(_mutex);
        if (_over || _gone.exchange(true, std::memory_order_acq_rel)) return;
        hook = std::exchange(_disconnectHook, nullptr);
        stream = _stream;
    }
    if (hook) hook();
    if (stream) _context->writer->wake(stream, core::Urgency::Now);
}

void ExchangeState::writable()
{
    std::shared_ptr<Stream> stream;
    {
        const std::lock_guard lock(_mutex);
        stream = _stream;
    }
    if (stream) _context->writer->wake(stream, core::Urgency::Now);
}

void ExchangeState::answer(std::shared_ptr<Connection> connection, Response response)
{
    const bool keep = keeps(!response.close);
    auto head = unaryHead(response, _rules, keep, _context->date);
    if (_rules.headOnly || !hasBody(response.status)) response.body.clear();
    _status = response.status;
    const auto sent = connection->send(std::move(head), std::move(response.body));
    const auto bytes = sent == Connection::Sent::Part ? 0 : connection->takeSentBytes();
    giveBack(std::move(connection), keep, sent);
    if (sent != Connection::Sent::Part) finish(sent == Connection::Sent::All, bytes);
}

void ExchangeState::giveBack(std::shared_ptr<Connection> connection, bool keep, Connection::Sent sent)
{
    const auto now = Clock::now();
    auto& lent = *connection;
    lent.closeAfter = !keep || sent == Connection::Sent::Broken;
    // A client that counted on keep-alive may have sent its next request already.
    const bool moreInput = _rules.inputLeft || (_rules.keepAlive && !keep) || !lent.backlog.empty();
    lent.lingerAfter = sent != Connection::Sent::Broken && moreInput;
    lent.phase = sent == Connection::Sent::Part ? Connection::Phase::Sending : Connection::Phase::Reading;
    const auto stall = _context->stall.load(std::memory_order_relaxed);
    lent.deadline = now + (sent == Connection::Sent::Part ? stall : _context->options.idle);
    if (sent == Connection::Sent::Part) lent.sending = shared_from_this();
    const bool needed = lent.closeAfter || sent == Connection::Sent::Part;
    if (lent.lease.giveBack() || needed) _context->mailbox.post(std::move(connection));
}

void ExchangeState::finish(bool completed, std::uint64_t bytesSent)
{
    std::function<void(const ExchangeResult&)> hook;
    std::function<void()> unused;
    std::shared_ptr<Stream> stream;
    {
        const std::lock_guard lock(_mutex);
        _over = true;
        _result = {_status, bytesSent, completed, Clock::now() - _received};
        hook = std::exchange(_finishHook, nullptr);
        unused = std::exchange(_disconnectHook, nullptr);
        stream = std::move(_stream);
    }
    if (hook) hook(_result);
}

}  // namespace scaispeak::http
