#include "speak/engine_pool.hpp"

#include "core/semaphore.hpp"

#include <pthread.h>

#include <algorithm>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace scaispeak::speak {

/// A thread that has nothing to do waits here until it is given a task; the one that rested last is woken
/// first, for its memory is warm.
class EnginePool::Bench
{
public:
    void give(std::shared_ptr<EngineTask> task)
    {
        _task = std::move(task);
        _given.post();
    }

    /// Null: the thread is to end.
    std::shared_ptr<EngineTask> wait()
    {
        _given.wait();
        return std::move(_task);
    }

private:
    core::Semaphore _given;
    std::shared_ptr<EngineTask> _task;
};

/// Tasks wait only while no thread is idle.
struct EnginePool::State
{
    std::mutex mutex;
    std::condition_variable ended;
    std::unordered_map<std::string, std::deque<std::shared_ptr<EngineTask>>> byTenant;
    std::deque<std::string> turns;  // Tenants with waiting tasks, the next one first.
    std::vector<std::shared_ptr<Bench>> idle;
    std::size_t queued = 0;
    std::size_t running = 0;
    std::size_t threads = 0;  // The idle ones and those that run.
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

    std::shared_ptr<Bench> takeIdle()
    {
        auto bench = std::move(idle.back());
        idle.pop_back();
        return bench;
    }

    /// What the thread does after its last task; null: it is to end.
    std::shared_ptr<EngineTask> next(const std::shared_ptr<Bench>& bench)
    {
        {
            const std::lock_guard lock(mutex);
            --running;
            if (stopping || threads > maxThreads) {
                --threads;
                ended.notify_all();
                return nullptr;
            }
            if (queued > 0) {
                ++running;
                return pop();
            }
            idle.push_back(bench);
        }
        return bench->wait();
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
    std::vector<std::shared_ptr<Bench>> surplus;
    {
        const std::lock_guard lock(_state->mutex);
        _state->maxThreads = std::max(maxThreads, 1U);
        for (; !_state->idle.empty() && _state->threads > _state->maxThreads; --_state->threads)
            surplus.push_back(_state->takeIdle());
        while (!_state->stopping && _state->queued > 0 && startThread()) {
        }
    }
    for (const auto& bench : surplus)
        bench->give(nullptr);
}

/// With the mutex held, for the task whose turn it is.
bool EnginePool::startThread()
{
    if (_state->threads >= _state->maxThreads) return false;
    try {
        std::thread(&EnginePool::work, _state).detach();
    }
    catch (const std::system_error&) {
        // The system gives no more threads: the ones there are do the work.
        if (_state->threads == 0) throw;
        return false;
    }
    ++_state->threads;
    ++_state->running;
    return true;
}

bool EnginePool::submit(std::shared_ptr<EngineTask> task)
{
    std::shared_ptr<Bench> bench;
    {
        const std::lock_guard lock(_state->mutex);
        if (_state->stopping || _state->queued >= _queueLimit) return false;
        if (_state->idle.empty()) {
            _state->push(std::move(task));
            startThread();
            return true;
        }
        bench = _state->takeIdle();
        ++_state->running;
    }
    bench->give(std::move(task));
    return true;
}

void EnginePool::work(std::shared_ptr<State> state)
{
    ::pthread_setname_np(::pthread_self(), "engine");
    const auto bench = std::make_shared<Bench>();
    while (const auto task = state->next(bench))
        task->run();
}

bool EnginePool::stop(std::chrono::milliseconds patience)
{
    std::unordered_map<std::string, std::deque<std::shared_ptr<EngineTask>>> dropped;
    std::vector<std::shared_ptr<Bench>> idle;
    std::unique_lock lock(_state->mutex);
    _state->stopping = true;
    dropped.swap(_state->byTenant);
    idle.swap(_state->idle);
    _state->turns.clear();
    _state->queued = 0;
    _state->threads -= idle.size();
    lock.unlock();
    for (const auto& bench : idle)
        bench->give(nullptr);
    lock.lock();
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
