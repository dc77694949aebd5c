#include "http/server/front_end.hpp"

#include "http/server/io_loop.hpp"
#include "http/server/listener.hpp"
#include "http/server/server_context.hpp"
#include "http/server/stream_writer.hpp"
#include "http/server/worker_pool.hpp"

#include <utility>

namespace scaispeak::http {

FrontEnd::FrontEnd(FrontEndOptions options, RequestHandler& handler, core::Logger& logger)
    : _context(std::make_shared<ServerContext>(std::move(options), handler, logger)),
      _handler(handler),
      _logger(logger),
      _workers(std::make_unique<WorkerPool>(*_context, handler, logger))
{}

FrontEnd::~FrontEnd()
{
    stop(std::chrono::milliseconds(0));
}

void FrontEnd::start()
{
    auto listener = std::make_unique<Listener>(_context->options.address, _context->options.port);
    _port = listener->port();
    _loop = std::make_unique<IoLoop>(_context, *_workers, _handler, _logger, std::move(listener));
    _workers->start();
    _context->writer->start();
    if (_context->options.tls) _context->handshaker.start();
    _loop->start();
}

bool FrontEnd::stop(std::chrono::milliseconds drain)
{
    if (!_loop) return true;
    _context->draining.store(true);
    const bool ended = _loop->drain(drain);
    if (!ended) _loop->cutAll();
    _workers->stop();
    _context->writer->stop();
    _context->handshaker.stop();
    _loop->stop();
    _loop.reset();
    _context->detach();
    return ended;
}

void FrontEnd::setTls(std::shared_ptr<const TlsContext> tls)
{
    _context->tls.set(std::move(tls));
}

void FrontEnd::setPatience(std::chrono::milliseconds slowBody, std::chrono::milliseconds stall) noexcept
{
    _context->slowBody.store(slowBody, std::memory_order_relaxed);
    _context->stall.store(stall, std::memory_order_relaxed);
    _context->writer->setStall(stall);
}

Figures FrontEnd::figures() const noexcept
{
    return {_context->connections.load(std::memory_order_relaxed),
            _context->exchanges.load(std::memory_order_relaxed), _context->writer->streams()};
}

}  // namespace scaispeak::http
