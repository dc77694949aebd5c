#pragma once

#include "http/server/exchange_state.hpp"

#include <memory>
#include <utility>

namespace scaispeak::http {

/// What a handler holds of an exchange. Its end without an answer is an answer: the handler's failed().
class ExchangeTicket final : public Exchange
{
public:
    explicit ExchangeTicket(std::shared_ptr<ExchangeState> state) : _state(std::move(state)) {}
    ~ExchangeTicket() override { _state->fail("unanswered"); }
    ExchangeTicket(const ExchangeTicket&) = delete;
    ExchangeTicket& operator=(const ExchangeTicket&) = delete;

    void respond(Response response) override { _state->respond(std::move(response)); }
    void stream(StreamHead head, std::shared_ptr<BodySource> body) override
    {
        _state->stream(std::move(head), std::move(body));
    }
    void thenRun(std::function<void()> work) override { _state->thenRun(std::move(work)); }
    void onDisconnect(std::function<void()> hook) override { _state->onDisconnect(std::move(hook)); }
    bool gone() const override { return _state->gone(); }
    void onFinished(std::function<void(const ExchangeResult&)> hook) override
    {
        _state->onFinished(std::move(hook));
    }

private:
    const std::shared_ptr<ExchangeState> _state;
};

}  // namespace scaispeak::http
