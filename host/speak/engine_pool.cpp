#include "speak/engine_pool.hpp"

#include <pthread.h>

#include <algorithm>
#include <system_error>
#include <thread>
#include <utility>

namespace scaispeak::speak {

struct EnginePool::State
{
    std::mutex mutex;
    std::condition_variable work;
    std::condition_variable ended;
    std::unordered_map<std::string, std::deque<std::shared_ptr<EngineTask>>> byTenant;
    std::deque<std::string> turns;  // Tenants with waiting tasks, the next one first.
    std::size_t queued = 0;
    std::size_t running = 0;
    std::size_t idle = 0;
    std::size_t threads = 0;
    std::size_t maxThreads = 1;
    bool stopping = false;

    void push(std::shared_ptr<EngineTask> task)
    {
        auto& queue = byTenant[task->tenantId()];
        if (queue.empty()) turns.push_back(task->tenantId());
        queue.push_back(std::move(task));
        ++queued;
    }

    std::shared_ptr<EngineTask> pop()
    {
        const std::string tenant = std::move(turns.front());
        turns.pop_front();
        const auto entry = byTenant.find(tenant);
        std::shared_ptr<EngineTask> task = std::move(entry->second.front());
        entry->second.pop_front();
        if (entry->second.empty())
            byTenant.erase(entry);
        else
            turns.push_back(tenant);
        --queued;
        return task;
    }
};

std::shared_ptr<EnginePool::State> EnginePool::makeState()
{
    return std::make_shared<State>();
}

EnginePool::~EnginePool()
{
    stop(std::chrono::hours(1));
}

void EnginePool::setThreads(unsigned maxThreads)
{
    const std::lock_guard lock(_state->mutex);
    _state->maxThreads = std::max(maxThreads, 1U);
    startThreads();
    _state->work.notify_all();
}

/// With the mutex held.
void EnginePool::startThreads()
{
    while (!_state->stopping && _state->idle < _state->queued && _state->threads < _state->maxThreads) {
        try {
            std::thread(&EnginePool::work, _state).detach();
        }
        catch (const std::system_error&) {
            // The system gives no more threads: the ones there are do the work.
            if (_state->threads == 0) throw;
            return;
        }
        ++_state->threads;
        ++_state->idle;
    }
}

bool EnginePool::submit(std::shared_ptr<EngineTask> task)
{
    {
        const std::lock_guard lock(_state->mutex);
        if (_state->stopping || _state->queued >= _queueLimit) return false;
        _state->push(std::move(task));
        startThreads();
    }
    // Not under the lock, which the woken thread would only wait for.
    _state->work.notify_one();
    return true;
}

void EnginePool::work(std::shared_ptr<State> state)
{
    ::pthread_setname_np(::pthread_self(), "engine");
    std::unique_lock lock(state->mutex);
    while (true) {
        const auto surplus = [&] { return state->threads > state->maxThreads; };
        state->work.wait(lock, [&] { return state->stopping || state->queued > 0 || surplus(); });
        --state->idle;
        if (state->stopping || surplus()) break;
        std::shared_ptr<EngineTask> task = state->pop();
        ++state->running;
        lock.unlock();
        task->run();
        task.reset();
        lock.lock();
        --state->running;
        ++state->idle;
    }
    --state->threads;
    state->ended.notify_all();
}

bool EnginePool::stop(std::chrono::milliseconds patience)
{
    std::unordered_map<std::string, std::deque<std::shared_ptr<EngineTask>>> dropped;
    std::unique_lock lock(_state->mutex);
    _state->stopping = true;
    dropped.swap(_state->byTenant);
    _state->turns.clear();
    _state->queued = 0;
    _state->work.notify_all();
    return _state->ended.wait_for(lock, patience, [this] { return _state->threads == 0; });
}

std::size_t EnginePool::running() const
{
    const std::lock_guard lock(_state->mutex);
    return _state->running;
}

std::size_t EnginePool::queued() const
{
    const std::lock_guard lock(_state->mutex);
    return _state->queued;
}

}  // namespace scaispeak::speak
