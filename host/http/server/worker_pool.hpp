#pragma once

#include "core/bench.hpp"
#include "core/logger.hpp"
#include "http/server/exchange_state.hpp"
#include "http/server/request_handler.hpp"

#include <chrono>
#include <memory>

namespace scaispeak::http {

/// A complete request on its way to the handler. `held` bytes of it count as buffered until a worker takes
/// it.
struct Task
{
    std::unique_ptr<Request> request;
    std::shared_ptr<ExchangeState> exchange;
    std::size_t held = 0;
};

/// The threads that run the handler, behind a bounded queue. A thread that was given work beyond its request
/// (Exchange::thenRun) is none of the pool while it does that: another one is started where too few are left,
/// so there are always as many that may run the handler as the options say, and as many more as such work is
/// done at once, which its giver bounds. submit() from the I/O thread.
class WorkerPool
{
public:
    WorkerPool(ServerContext& context, RequestHandler& handler, core::Logger& logger);
    ~WorkerPool() { stop(); }

    void start();
    /// Waits for running handlers, not for the work of those that left; what is still queued is answered with
    /// failed().
    void stop();
    /// False: the queue is full and the task was not taken.
    bool submit(Task& task);

private:
    using Bench = core::Bench<Task>;
    struct State;
    static void work(std::shared_ptr<State> state, std::shared_ptr<Bench> bench);
    static bool startThread(const std::shared_ptr<State>& state);

    // Shared with the threads: one that does other work may come back after the pool's end.
    const std::shared_ptr<State> _state;
};

}  // namespace scaispeak::http
