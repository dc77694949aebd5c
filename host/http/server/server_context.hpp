#pragma once

#include "core/logger.hpp"
#include "core/setting.hpp"
#include "http/server/front_end_options.hpp"
#include "http/server/handshaker.hpp"
#include "http/server/http_date.hpp"
#include "http/server/mailbox.hpp"
#include "http/server/request_handler.hpp"
#include "http/server/request_reader.hpp"
#include "http/server/tls_context.hpp"

#include <atomic>
#include <chrono>
#include <memory>
#include <shared_mutex>

namespace scaispeak::http {

class StreamWriter;

/// What the parts of one front end share, and what exchanges that outlive it may still touch. Any thread.
class ServerContext
{
public:
    ServerContext(FrontEndOptions options, RequestHandler& handler, core::Logger& logger);
    ~ServerContext();

    const FrontEndOptions options;
    const RequestLimits limits;
    HttpDate date;
    Mailbox mailbox;
    Handshaker handshaker;
    const std::unique_ptr<StreamWriter> writer;

    /// For new connections; null: no TLS.
    core::Setting<std::shared_ptr<const TlsContext>> tls;

    /// See FrontEndOptions; these two may change.
    std::atomic<std::chrono::milliseconds> slowBody;
    std::atomic<std::chrono::milliseconds> stall;

    /// Answers close their connections from now on.
    std::atomic<bool> draining{false};
    std::atomic<std::size_t> connections{0};
    std::atomic<std::size_t> exchanges{0};
    /// Bytes of requests being read or waiting for a worker.
    std::atomic<std::size_t> buffered{0};

    /// Asks the handler; after detach() an empty answer of status 500. Logs that nobody answered.
    Response failedResponse(std::string_view cause) noexcept;
    /// Waits for running failedResponse() calls; handler and logger are not touched afterwards.
    void detach();

private:
    std::shared_mutex _mutex;
    RequestHandler* _handler;
    core::Logger* _logger;
};

}  // namespace scaispeak::http
