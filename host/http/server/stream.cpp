#include "http/server/stream.hpp"

#include "http/server/answer_head.hpp"
#include "http/server/exchange_state.hpp"
#include "http/server/stream_writer.hpp"

#include <array>
#include <charconv>
#include <utility>

namespace scaispeak::http {

namespace {

constexpr int kReadsPerStep = 4;

}  // namespace

Stream::Stream(std::shared_ptr<ExchangeState> exchange, std::shared_ptr<Connection> connection,
               StreamHead head, std::shared_ptr<BodySource> source)
    : _exchange(std::move(exchange)),
      _connection(std::move(connection)),
      _answer(std::move(head)),
      _source(std::move(source))
{}

void Stream::begin()
{
    _begun = true;
    const auto& rules = _exchange->rules();
    _keep = _exchange->keeps(!rules.http10);
    _bodyWanted = !rules.headOnly && hasBody(_answer.status);
    _head = streamHead(_answer, rules, _keep, _exchange->context().date);
    if (!_bodyWanted) return;
    _source->onReadable([weak = weak_from_this()](core::Urgency urgency) {
        const auto stream = weak.lock();
        if (!stream) return;
        auto& writer = *stream->_exchange->context().writer;
        if (urgency == core::Urgency::Now)
            writer.serve(stream);
        else
            writer.wake(stream, urgency);
    });
}

Stream::Step Stream::step(std::span<char> scratch)
{
    if (_over) return Step::Over;
    if (_abandoned.load(std::memory_order_acquire)) return leave();
    if (_exchange->gone()) return lost();
    try {
        return advance(scratch);
    }
    catch (...) {
        // The source threw, or there is no memory for what it gave.
        return _over ? Step::Over : fail();
    }
}

Stream::Step Stream::advance(std::span<char> scratch)
{
    if (!_begun) begin();
    if (blocked()) {
        const auto flushed = flush();
        if (flushed != Step::Again) return flushed;
    }
    if (!_bodyWanted) return sendHeadOnly();
    for (int read = 0; read < kReadsPerStep; ++read) {
        const auto pulled = pull(scratch);
        if (pulled != Step::Again) return pulled;
    }
    return Step::Again;
}

Stream::Step Stream::flush()
{
    const auto before = _connection->sentBytes();
    const auto sent = _connection->flush();
    if (_connection->sentBytes() != before) _blockedSince.store(Clock::now(), std::memory_order_relaxed);
    return afterSend(sent);
}

Stream::Step Stream::pull(std::span<char> scratch)
{
    const auto read = _source->read(scratch);
    if (read.state == BodySource::State::Failed) return fail();
    const bool last = read.state == BodySource::State::End;
    if (read.bytes > 0 || last) {
        const auto sent = send({scratch.data(), read.bytes}, last);
        if (sent != Step::Again) return sent;
    }
    return read.state == BodySource::State::Waiting ? Step::Waiting : Step::Again;
}

Stream::Step Stream::sendHeadOnly()
{
    _lastSent = true;
    const auto head = std::exchange(_head, {});
    tellAbandoned();
    return afterSend(_connection->send({head}));
}

std::string Stream::tail()
{
    std::string text = "0\r\n";
    appendHeaders(text, _source->trailers());
    return text += "\r\n";
}

Stream::Step Stream::send(std::string_view bytes, bool last)
{
    const auto end = last && !_exchange->rules().http10 ? tail() : std::string();
    const auto head = std::exchange(_head, {});
    _lastSent = last;
    if (_exchange->rules().http10)
        return head.empty() && bytes.empty() ? over(true, false)
                                             : afterSend(_connection->send({head, bytes}));
    std::array<char, 18> size{};
    const auto digits = std::to_chars(size.data(), size.data() + 16, bytes.size(), 16).ptr;
    digits[0] = '\r';
    digits[1] = '\n';
    const auto sizeLine =
        bytes.empty() ? std::string_view()
                      : std::string_view(size.data(), static_cast<std::size_t>(digits - size.data()) + 2);
    return afterSend(_connection->send({head, sizeLine, bytes, bytes.empty() ? "" : "\r\n", end}));
}

/// Again: all is sent and there is more to come.
Stream::Step Stream::afterSend(Connection::Sent sent)
{
    if (sent == Connection::Sent::Broken) return lost();
    if (sent == Connection::Sent::Part) {
        if (!blocked()) _blockedSince.store(Clock::now(), std::memory_order_relaxed);
        return Step::Waiting;
    }
    _blockedSince.store(kNotBlocked, std::memory_order_relaxed);
    return _lastSent ? over(true, _keep) : Step::Again;
}

/// Before the first byte a failure has a proper answer; after it the answer is cut short of its end.
Stream::Step Stream::fail()
{
    if (!_head.empty()) {
        _over = true;
        _exchange->answer(std::move(_connection),
                          _exchange->context().failedResponse("stream failed before its first byte"));
        return Step::Over;
    }
    _connection->resetAfter = _exchange->rules().http10;
    return over(false, false);
}

/// The reader has left. Once all is sent there is nothing left to abandon.
Stream::Step Stream::lost()
{
    return _lastSent ? over(false, false) : leave();
}

Stream::Step Stream::leave()
{
    const bool told = std::exchange(_lastSent, true);
    if (!told) tellAbandoned();
    _connection->resetAfter = blocked() || _exchange->rules().http10;
    return over(false, false);
}

void Stream::tellAbandoned() noexcept
{
    try {
        _source->abandoned();
    }
    catch (...) {
        // Nothing is left to be done with a source that cannot even be left.
    }
}

Stream::Step Stream::over(bool completed, bool keep)
{
    _over = true;
    const auto bytes = _connection->takeSentBytes();
    const auto sent = completed ? Connection::Sent::All : Connection::Sent::Broken;
    _exchange->giveBack(std::move(_connection), _exchange->keeps(keep), sent);
    _exchange->finish(completed, bytes);
    return Step::Over;
}

}  // namespace scaispeak::http
