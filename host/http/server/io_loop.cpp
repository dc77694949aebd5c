#include "http/server/io_loop.hpp"

#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace scaispeak::http {

namespace {

constexpr int kEventsPerRound = 256;
constexpr int kAcceptsPerRound = 64;
/// Connections over the limit that may be open at once in order to be told so.
constexpr std::size_t kRefusedAtOnce = 64;
constexpr std::uint32_t kSocketEvents = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;

int makeEpoll()
{
    const int fd = ::epoll_create1(EPOLL_CLOEXEC);
    if (fd < 0) throw std::system_error(errno, std::generic_category(), "cannot make an epoll set");
    return fd;
}

}  // namespace

IoLoop::IoLoop(std::shared_ptr<ServerContext> context, WorkerPool& workers, RequestHandler& handler,
               core::Logger& logger, std::unique_ptr<Listener> listener)
    : _context(std::move(context)),
      _epoll(makeEpoll()),
      _server(_context, workers, handler, _epoll),
      _logger(logger),
      _listener(std::move(listener))
{
    if (watch(_context->mailbox.fd(), EPOLLIN, &_context->mailbox) &&
        watch(_listener->fd(), EPOLLIN, _listener.get()))
        return;
    const auto error = errno;
    ::close(_epoll);
    throw std::system_error(error, std::generic_category(), "cannot watch the listening socket");
}

IoLoop::~IoLoop()
{
    stop();
    ::close(_epoll);
}

bool IoLoop::watch(int fd, std::uint32_t events, void* data) noexcept
{
    epoll_event event{};
    event.events = events;
    event.data.ptr = data;
    return ::epoll_ctl(_epoll, EPOLL_CTL_ADD, fd, &event) == 0;
}

void IoLoop::start()
{
    _thread = std::thread([this] { run(); });
    ::pthread_setname_np(_thread.native_handle(), "http-io");
}

void IoLoop::give(Order order)
{
    {
        const std::lock_guard lock(_mutex);
        _order = std::max(_order.load(), order);
    }
    _context->mailbox.wake();
}

bool IoLoop::drain(std::chrono::milliseconds limit)
{
    give(Order::Drain);
    std::unique_lock lock(_mutex);
    return _emptied.wait_for(lock, limit, [this] { return _empty; });
}

void IoLoop::cutAll()
{
    give(Order::Cut);
}

void IoLoop::stop()
{
    give(Order::Stop);
    if (_thread.joinable()) _thread.join();
}

void IoLoop::run()
{
    std::array<epoll_event, kEventsPerRound> events;
    _now = Clock::now();
    _nextSweep = _now + _context->options.sweep;
    while (obey()) {
        const int count = ::epoll_wait(_epoll, events.data(), kEventsPerRound, untilSweep());
        _now = Clock::now();
        _server.setNow(_now);
        for (int index = 0; index < count; ++index)
            handleEvent(events[static_cast<std::size_t>(index)]);
        if (_now >= _nextSweep) sweep();
        _server.table().endRound();
    }
    _server.table().clear();
    _context->mailbox.close();
}

int IoLoop::untilSweep() const
{
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(_nextSweep - Clock::now()).count();
    return static_cast<int>(std::max<std::chrono::milliseconds::rep>(left, 0));
}

bool IoLoop::obey()
{
    if (_order.load(std::memory_order_relaxed) == Order::Run) return true;
    const std::unique_lock lock(_mutex);
    const auto before = std::exchange(_obeyed, _order.load());
    if (before < Order::Drain && _obeyed >= Order::Drain) {
        _listener->close();
        _server.table().forEach([this](Connection& connection) { _server.revisit(connection); });
    }
    if (before < Order::Cut && _obeyed >= Order::Cut)
        _server.table().forEach([this](Connection& connection) { _server.cut(connection); });
    _empty = _server.table().size() == 0;
    if (_empty) _emptied.notify_all();
    return _obeyed < Order::Stop;
}

void IoLoop::handleEvent(const epoll_event& event)
{
    if (event.data.ptr == &_context->mailbox) return takePosted();
    if (event.data.ptr == _listener.get()) return acceptAll();
    _server.handleEvents(*static_cast<Connection*>(event.data.ptr), event.events);
}

void IoLoop::takePosted()
{
    _context->mailbox.takeAll(_posted);
    for (const auto& connection : _posted)
        _server.revisit(*connection);
    _posted.clear();
}

void IoLoop::acceptAll()
{
    for (int count = 0; count < kAcceptsPerRound; ++count) {
        auto accepted = _listener->accept();
        if (accepted.fd >= 0) {
            admit(std::move(accepted));
            continue;
        }
        if (accepted.error == EAGAIN) return;
        const bool exhausted = accepted.error == EMFILE || accepted.error == ENFILE ||
                               accepted.error == ENOBUFS || accepted.error == ENOMEM;
        if (exhausted) {
            _logger.warning("http_accept_failed",
                            {{"reason", std::string_view(std::generic_category().message(accepted.error))}});
            return pauseListening();
        }
    }
}

/// Until the next sweep: the socket would report again at once, for as long as nothing becomes free.
void IoLoop::pauseListening()
{
    ::epoll_ctl(_epoll, EPOLL_CTL_DEL, _listener->fd(), nullptr);
    _paused = true;
}

void IoLoop::admit(Listener::Accepted accepted)
{
    auto connection =
        std::make_shared<Connection>(accepted.fd, std::move(accepted.peerAddress), _context->limits);
    const auto open = _server.table().size();
    const auto limit = _context->options.maxConnections;
    const auto tls = *_context->tls.get();
    // With TLS a refusal would have to be preceded by the very work that is too much.
    if (open >= limit + (tls ? 0 : kRefusedAtOnce)) return;
    if (tls) connection->secure(tls);
    if (!watch(accepted.fd, kSocketEvents, connection.get())) return;
    _server.admit(connection);
    if (open >= limit) _server.refuseForLoad(*connection);
}

void IoLoop::sweep()
{
    _nextSweep = _now + _context->options.sweep;
    _server.table().forEach([this](Connection& connection) { _server.expire(connection); });
    if (_paused && _listener->fd() >= 0) _paused = !watch(_listener->fd(), EPOLLIN, _listener.get());
}

}  // namespace scaispeak::http
