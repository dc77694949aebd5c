#include "http/server/worker_pool.hpp"

#include "http/server/exchange_ticket.hpp"

#include <pthread.h>

#include <exception>
#include <typeinfo>
#include <utility>

namespace scaispeak::http {

void WorkerPool::start()
{
    for (std::size_t index = 0; index < _context.options.workers; ++index) {
        _threads.emplace_back([this] { run(); });
        ::pthread_setname_np(_threads.back().native_handle(), "http-worker");
    }
}

void WorkerPool::stop()
{
    std::deque<Task> left;
    {
        const std::lock_guard lock(_mutex);
        _stopping = true;
        left.swap(_queue);
    }
    for (std::size_t index = 0; index < _threads.size(); ++index)
        _queued.post();
    for (auto& thread : _threads)
        thread.join();
    _threads.clear();
    for (const auto& task : left)
        task.exchange->fail("stopped before it was handled");
}

bool WorkerPool::submit(Task& task)
{
    {
        const std::lock_guard lock(_mutex);
        if (_stopping || _queue.size() >= _context.options.queueLimit) return false;
        _queue.push_back(std::move(task));
    }
    _queued.post();
    return true;
}

void WorkerPool::run()
{
    while (true) {
        _queued.wait();
        std::unique_lock lock(_mutex);
        if (_stopping) return;
        auto task = std::move(_queue.front());
        _queue.pop_front();
        lock.unlock();
        serve(std::move(task));
    }
}

void WorkerPool::serve(Task task)
{
    _context.buffered.fetch_sub(task.held, std::memory_order_relaxed);
    // Held to the end, so that what was thrown is logged before it is answered.
    const auto ticket = std::make_shared<ExchangeTicket>(task.exchange);
    try {
        _handler.handle(std::move(*task.request), ticket);
    }
    catch (const std::exception& error) {
        // Its text may hold what a client sent.
        _logger.error("http_handler_threw", {{"type", std::string_view(typeid(error).name())}});
        task.exchange->fail("handler threw");
    }
    catch (...) {
        task.exchange->fail("handler threw");
    }
}

}  // namespace scaispeak::http
