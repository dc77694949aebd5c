#pragma once

#include "core/logger.hpp"
#include "http/server/front_end_options.hpp"
#include "http/server/request_handler.hpp"

#include <chrono>
#include <cstdint>
#include <memory>

namespace scaispeak::http {

class IoLoop;
class ServerContext;
class WorkerPool;

/// What a front end is busy with now.
struct Figures
{
    std::size_t connections = 0;
    /// Requests handed to the handler whose answers are not over.
    std::size_t exchanges = 0;
    std::size_t streams = 0;
};

/// The HTTP/1.1 server, plain or over TLS. Its threads: one for I/O, one that sends streams, with TLS one for
/// handshakes, and `workers` that run the handler; connections have none. A connection belongs to the I/O
/// thread, and to whoever answers for as long as an answer is outstanding; nobody waits for a client. All
/// buffers are bounded by FrontEndOptions.
///
/// Handler and logger must outlive stop(). Exchanges may outlive everything; they then do nothing. The hooks
/// of an exchange that is answered by a thread of the handler's own may run shortly after stop() has
/// returned.
class FrontEnd
{
public:
    FrontEnd(FrontEndOptions options, RequestHandler& handler, core::Logger& logger);
    /// As stop(0).
    ~FrontEnd();
    FrontEnd(const FrontEnd&) = delete;
    FrontEnd& operator=(const FrontEnd&) = delete;

    /// Once. Throws std::runtime_error naming address, port and reason.
    void start();

    /// The port listened on, after start().
    std::uint16_t port() const noexcept { return _port; }

    /// Stops listening, closes idle connections, lets running exchanges end for up to `drain`, then cuts the
    /// rest. Waits for handlers that run, however long that takes. True: everything ended by itself. Once;
    /// not from a hook.
    bool stop(std::chrono::milliseconds drain);

    /// Any thread. Connections keep the certificate they began with; only where options.tls was given.
    void setTls(std::shared_ptr<const TlsContext> tls);

    /// Any thread; see FrontEndOptions. For what begins to wait from now on.
    void setPatience(std::chrono::milliseconds slowBody, std::chrono::milliseconds stall) noexcept;

    /// Any thread.
    Figures figures() const noexcept;

private:
    const std::shared_ptr<ServerContext> _context;
    RequestHandler& _handler;
    core::Logger& _logger;
    std::unique_ptr<WorkerPool> _workers;
    std::unique_ptr<IoLoop> _loop;
    std::uint16_t _port = 0;
};

}  // namespace scaispeak::http
