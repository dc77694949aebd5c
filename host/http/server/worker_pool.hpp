#pragma once

#include "core/logger.hpp"
#include "core/semaphore.hpp"
#include "http/server/exchange_state.hpp"
#include "http/server/request_handler.hpp"

#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace scaispeak::http {

/// A complete request on its way to the handler. `held` bytes of it count as buffered until a worker takes
/// it.
struct Task
{
    std::unique_ptr<Request> request;
    std::shared_ptr<ExchangeState> exchange;
    std::size_t held = 0;
};

/// The threads that run the handler, behind a bounded queue. submit() from the I/O thread.
class WorkerPool
{
public:
    WorkerPool(ServerContext& context, RequestHandler& handler, core::Logger& logger)
        : _context(context), _handler(handler), _logger(logger)
    {}
    ~WorkerPool() { stop(); }

    void start();
    /// Waits for running handlers; what is still queued is answered with failed().
    void stop();
    /// False: the queue is full and the task was not taken.
    bool submit(Task& task);

private:
    void run();
    void serve(Task task);

    ServerContext& _context;
    RequestHandler& _handler;
    core::Logger& _logger;
    std::mutex _mutex;
    core::Semaphore _queued;  ///< Posted once a task, and once a thread to end it.
    std::deque<Task> _queue;
    bool _stopping = false;
    std::vector<std::thread> _threads;
};

}  // namespace scaispeak::http
