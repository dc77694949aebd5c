#pragma once

#include "http/server/body_source.hpp"
#include "http/server/response.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

namespace scaispeak::http {

/// How an exchange went. `bytesSent` counts what the kernel took, head and framing included. `completed`: all
/// of it. `duration` runs from the complete request to the last byte taken.
struct ExchangeResult
{
    int status = 0;
    std::uint64_t bytesSent = 0;
    bool completed = false;
    std::chrono::steady_clock::duration duration{};
};

/// The right to answer one request, once, now or later, from any thread. A second answer is ignored; letting
/// go of the last pointer without an answer answers with RequestHandler::failed(). Outlives the front end
/// harmlessly.
class Exchange
{
public:
    virtual ~Exchange() = default;

    /// Never blocks: what the socket does not take at once is sent by the I/O thread.
    virtual void respond(Response response) = 0;

    /// Hands the answer to the writer, which sends what there is on the calling thread. Nothing is sent
    /// before the first bytes, the end or the failure of `body`; a failure before the first byte becomes
    /// RequestHandler::failed().
    virtual void stream(StreamHead head, std::shared_ptr<BodySource> body) = 0;

    /// `work` is run by the handling thread when handle() has returned, and may take as long as it likes:
    /// other threads serve requests meanwhile. Only from within handle(), once; it must not throw. It may go
    /// on after the front end has stopped.
    virtual void thenRun(std::function<void()> work) = 0;

    /// `hook` is called once if the client leaves (a half-close counts) before the answer is over; at once,
    /// on the calling thread, if it has left already; else on the I/O thread: it must not block. One hook; a
    /// later one replaces it.
    virtual void onDisconnect(std::function<void()> hook) = 0;

    /// Whether the client has left.
    virtual bool gone() const = 0;

    /// `hook` is called once when the answer is over, completed or not, on the thread that found out (a
    /// worker, the writer, the I/O thread, or the caller if it is over already): it must not block.
    virtual void onFinished(std::function<void(const ExchangeResult&)> hook) = 0;
};

}  // namespace scaispeak::http
