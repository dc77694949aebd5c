#pragma once

#include "http/server/exchange.hpp"
#include "http/server/framing_error.hpp"
#include "http/server/request.hpp"

#include <memory>

namespace scaispeak::http {

/// What the front end serves. It must live until FrontEnd::stop() has returned. All functions may be called
/// concurrently; those other than handle() come from any thread of the front end and must not block.
class RequestHandler
{
public:
    virtual ~RequestHandler() = default;

    /// Worker thread. May return before the answer is given. An exception is answered with failed().
    virtual void handle(Request&& request, std::shared_ptr<Exchange> exchange) = 0;

    /// The answer to bytes that are no acceptable request; the connection closes after it.
    virtual Response framingError(const FramingError& error) = 0;

    /// The answer when the queue, the connections or the memory for bodies are used up.
    virtual Response overloaded() = 0;

    /// The answer to a request that nobody answered.
    virtual Response failed() = 0;
};

}  // namespace scaispeak::http
