#include "http/server/worker_pool.hpp"

#include "http/server/exchange_ticket.hpp"

#include <pthread.h>

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <system_error>
#include <thread>
#include <typeinfo>
#include <utility>
#include <vector>

namespace scaispeak::http {

/// Context, handler and logger are touched by members alone.
struct WorkerPool::State
{
    ServerContext& context;
    RequestHandler& handler;
    core::Logger& logger;

    std::mutex mutex;
    std::condition_variable ended;
    std::deque<Task> queue;  // Only while nobody is idle.
    std::vector<std::shared_ptr<Bench>> idle;
    std::size_t members = 0;  // Threads that run the handler, or may.
    bool stopping = false;

    /// The next task; an empty one: the thread is to end.
    Task next(const std::shared_ptr<Bench>& bench)
    {
        {
            const std::lock_guard lock(mutex);
            if (stopping) {
                leave();
                return {};
            }
            if (!queue.empty()) {
                auto task = std::move(queue.front());
                queue.pop_front();
                return task;
            }
            idle.push_back(bench);
        }
        return bench->wait();
    }

    /// With the mutex held.
    void leave()
    {
        if (--members == 0) ended.notify_all();
    }

    /// Whether the thread is a member again.
    bool comeBack()
    {
        const std::lock_guard lock(mutex);
        if (stopping) return false;
        ++members;
        return true;
    }

    std::function<void()> serve(Task task);
};

WorkerPool::WorkerPool(ServerContext& context, RequestHandler& handler, core::Logger& logger)
    : _state(new State{context, handler, logger, {}, {}, {}, {}, 0, false})
{}

void WorkerPool::start()
{
    const std::lock_guard lock(_state->mutex);
    while (_state->members < _state->context.options.workers)
        if (!startThread(_state))
            throw std::system_error(EAGAIN, std::generic_category(), "cannot start a thread");
}

/// With the mutex held. False: the system gives no more threads.
bool WorkerPool::startThread(const std::shared_ptr<State>& state)
{
    try {
        std::thread(&WorkerPool::work, state, std::make_shared<Bench>()).detach();
    }
    catch (const std::system_error&) {
        return false;
    }
    ++state->members;
    return true;
}

void WorkerPool::stop()
{
    std::deque<Task> left;
    std::vector<std::shared_ptr<Bench>> idle;
    {
        const std::lock_guard lock(_state->mutex);
        _state->stopping = true;
        left.swap(_state->queue);
        idle.swap(_state->idle);
        _state->members -= idle.size();
    }
    for (const auto& bench : idle)
        bench->give({});
    {
        std::unique_lock lock(_state->mutex);
        _state->ended.wait(lock, [this] { return _state->members == 0; });
    }
    for (const auto& task : left)
        task.exchange->fail("stopped before it was handled");
}

bool WorkerPool::submit(Task& task)
{
    std::shared_ptr<Bench> bench;
    {
        const std::lock_guard lock(_state->mutex);
        if (_state->stopping || _state->queue.size() >= _state->context.options.queueLimit) return false;
        if (_state->idle.empty()) {
            _state->queue.push_back(std::move(task));
            return true;
        }
        bench = std::move(_state->idle.back());
        _state->idle.pop_back();
    }
    bench->give(std::move(task));
    return true;
}

void WorkerPool::work(std::shared_ptr<State> state, std::shared_ptr<Bench> bench)
{
    ::pthread_setname_np(::pthread_self(), "http-worker");
    for (auto task = state->next(bench); task.exchange; task = state->next(bench)) {
        const auto work = state->serve(std::move(task));
        if (!work) continue;
        {
            const std::lock_guard lock(state->mutex);
            state->leave();
            // Where there is no thread more, those that are left serve on.
            if (!state->stopping && state->members < state->context.options.workers) startThread(state);
        }
        work();
        if (!state->comeBack()) return;
    }
}

/// What the thread is to do beyond it.
std::function<void()> WorkerPool::State::serve(Task task)
{
    context.buffered.fetch_sub(task.held, std::memory_order_relaxed);
    // Held to the end, so that what was thrown is logged before it is answered.
    const auto ticket = std::make_shared<ExchangeTicket>(task.exchange);
    try {
        handler.handle(std::move(*task.request), ticket);
    }
    catch (const std::exception& error) {
        // Its text may hold what a client sent.
        logger.error("http_handler_threw", {{"type", std::string_view(typeid(error).name())}});
        task.exchange->fail("handler threw");
    }
    catch (...) {
        task.exchange->fail("handler threw");
    }
    return task.exchange->takeWork();
}

}  // namespace scaispeak::http
