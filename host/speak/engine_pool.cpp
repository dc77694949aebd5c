#include "speak/engine_pool.hpp"

#include "core/bench.hpp"

#include <pthread.h>

#include <algorithm>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace scaispeak::speak {

/// Tasks wait only while every place is taken.
struct EnginePool::State
{
    std::mutex mutex;
    std::condition_variable ended;
    std::unordered_map<std::string, std::deque<std::shared_ptr<EngineTask>>> byTenant;
    std::deque<std::string> turns;  // Tenants with waiting tasks, the next one first.
    std::vector<std::shared_ptr<Bench>> idle;
    std::size_t queued = 0;
    std::size_t running = 0;
    std::size_t guests = 0;   // Threads of others that run: they count in `running`.
    std::size_t threads = 0;  // Our own: the idle ones and those that run.
    std::size_t maxThreads = 1;
    bool stopping = false;

    bool placeFree() const { return !stopping && running < maxThreads; }

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

    /// Null: it does not wait.
    std::shared_ptr<EngineTask> remove(const EngineTask& task)
    {
        const auto entry = byTenant.find(task.tenantId());
        if (entry == byTenant.end()) return nullptr;
        auto& queue = entry->second;
        const auto place = std::ranges::find(queue, &task, &std::shared_ptr<EngineTask>::get);
        if (place == queue.end()) return nullptr;
        std::shared_ptr<EngineTask> removed = std::move(*place);
        queue.erase(place);
        if (queue.empty()) {
            std::erase(turns, entry->first);
            byTenant.erase(entry);
        }
        --queued;
        return removed;
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
            if (queued > 0 && placeFree()) {
                ++running;
                return pop();
            }
            idle.push_back(bench);
        }
        return bench->wait();
    }
};

/// A place that a guest holds.
class EnginePool::Place
{
public:
    explicit Place(std::shared_ptr<State> state) : _state(std::move(state)) {}
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    ~Place()
    {
        const std::lock_guard lock(_state->mutex);
        --_state->running;
        if (--_state->guests == 0) _state->ended.notify_all();
        fill(_state);
    }

private:
    const std::shared_ptr<State> _state;
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
        for (; !_state->idle.empty() && _state->threads > _state->maxThreads; --_state->threads) {
            surplus.push_back(std::move(_state->idle.back()));
            _state->idle.pop_back();
        }
        fill(_state);
    }
    for (const auto& bench : surplus)
        bench->give(nullptr);
}

/// With the mutex held: tasks that wait go to places that have become free.
void EnginePool::fill(const std::shared_ptr<State>& state)
{
    while (state->queued > 0 && state->placeFree()) {
        const auto bench = takeThread(state);
        if (!bench) return;
        bench->give(state->pop());
    }
}

/// With the mutex held and a place free, which the thread takes. Null: the system gives no more threads.
std::shared_ptr<EnginePool::Bench> EnginePool::takeThread(const std::shared_ptr<State>& state)
{
    std::shared_ptr<Bench> bench;
    if (!state->idle.empty()) {
        bench = std::move(state->idle.back());
        state->idle.pop_back();
    }
    else {
        bench = std::make_shared<Bench>();
        try {
            std::thread(&EnginePool::work, state, bench).detach();
        }
        catch (const std::system_error&) {
            return nullptr;
        }
        ++state->threads;
    }
    ++state->running;
    return bench;
}

Admission EnginePool::submit(std::shared_ptr<EngineTask> task)
{
    std::shared_ptr<Bench> bench;
    {
        const std::lock_guard lock(_state->mutex);
        if (_state->stopping || _state->queued >= _queueLimit) return Admission::Refused;
        if (_state->placeFree()) bench = takeThread(_state);
        if (!bench) {
            // What nobody runs would wait for ever.
            if (_state->running == 0) return Admission::Refused;
            _state->push(std::move(task));
            return Admission::Waiting;
        }
    }
    bench->give(std::move(task));
    return Admission::Begun;
}

bool EnginePool::withdraw(const EngineTask& task)
{
    // It ends without the mutex held, and with it perhaps what it is for.
    std::shared_ptr<EngineTask> removed;
    const std::lock_guard lock(_state->mutex);
    removed = _state->remove(task);
    return removed != nullptr;
}

bool EnginePool::busy() const
{
    const std::lock_guard lock(_state->mutex);
    return !_state->placeFree();
}

std::shared_ptr<void> EnginePool::occupy()
{
    const std::lock_guard lock(_state->mutex);
    if (!_state->placeFree()) return nullptr;
    auto place = std::make_shared<Place>(_state);
    ++_state->running;
    ++_state->guests;
    return place;
}

void EnginePool::work(std::shared_ptr<State> state, std::shared_ptr<Bench> bench)
{
    ::pthread_setname_np(::pthread_self(), "engine");
    bench->wait()->run();
    // A thread at rest holds no task.
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
    return _state->ended.wait_for(lock, patience,
                                  [this] { return _state->threads == 0 && _state->guests == 0; });
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
