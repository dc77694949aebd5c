#pragma once

#include "core/logger.hpp"
#include "http/server/connection_server.hpp"
#include "http/server/listener.hpp"
#include "http/server/server_context.hpp"

#include <sys/epoll.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace scaispeak::http {

/// The one I/O thread: accepts, waits for sockets, sweeps deadlines. Sockets are registered once,
/// edge-triggered, so that no other thread ever touches the epoll set; what happens to a connection while it
/// is lent is noted in its lease.
class IoLoop
{
public:
    using Clock = std::chrono::steady_clock;

    /// Throws std::system_error.
    IoLoop(std::shared_ptr<ServerContext> context, WorkerPool& workers, RequestHandler& handler,
           core::Logger& logger, std::unique_ptr<Listener> listener);
    ~IoLoop();
    IoLoop(const IoLoop&) = delete;
    IoLoop& operator=(const IoLoop&) = delete;

    void start();

    /// Any thread. Closes the listener and idle connections; true when the others have ended too, false at
    /// `limit`.
    bool drain(std::chrono::milliseconds limit);
    /// Any thread. Cuts what is left: clients of lent connections count as gone.
    void cutAll();
    /// Ends and joins the thread; what is still lent is closed by who holds it.
    void stop();

private:
    enum class Order
    {
        Run,
        Drain,
        Cut,
        Stop
    };

    void run();
    void give(Order order);
    /// False: stop.
    bool obey();
    void handleEvent(const epoll_event& event);
    void takePosted();
    void acceptAll();
    void admit(Listener::Accepted accepted);
    bool watch(int fd, std::uint32_t events, void* data) noexcept;
    void pauseListening();
    void sweep();
    int untilSweep() const;

    const std::shared_ptr<ServerContext> _context;
    const int _epoll;
    ConnectionServer _server;
    core::Logger& _logger;
    std::unique_ptr<Listener> _listener;
    std::thread _thread;

    std::mutex _mutex;
    std::condition_variable _emptied;
    std::atomic<Order> _order{Order::Run};
    bool _empty = false;

    /// The thread's own.
    Order _obeyed = Order::Run;
    bool _paused = false;
    std::vector<std::shared_ptr<Connection>> _posted;
    Clock::time_point _now;
    Clock::time_point _nextSweep;
};

}  // namespace scaispeak::http
