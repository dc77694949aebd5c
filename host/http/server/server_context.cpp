#include "http/server/server_context.hpp"

#include "http/server/stream_writer.hpp"

namespace scaispeak::http {

ServerContext::ServerContext(FrontEndOptions given, RequestHandler& handler, core::Logger& logger)
    : options(std::move(given)),
      limits{{options.maxHeadBytes, options.maxTargetBytes}, options.maxBodyBytes},
      handshaker(mailbox),
      writer(std::make_unique<StreamWriter>(options.stall, options.sweep)),
      tls(options.tls),
      slowBody(options.slowBody),
      stall(options.stall),
      _handler(&handler),
      _logger(&logger)
{}

ServerContext::~ServerContext() = default;

Response ServerContext::failedResponse(std::string_view cause) noexcept
{
    const std::shared_lock lock(_mutex);
    Response plain;
    plain.status = 500;
    if (!_handler) return plain;
    try {
        _logger->error("http_exchange_failed", {{"cause", cause}});
        return _handler->failed();
    }
    catch (...) {
        return plain;
    }
}

void ServerContext::detach()
{
    const std::unique_lock lock(_mutex);
    _handler = nullptr;
    _logger = nullptr;
}

}  // namespace scaispeak::http
