#pragma once

#include "core/bench.hpp"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace scaispeak::speak {

/// One engine call that waits for its turn.
class EngineTask
{
public:
    virtual ~EngineTask() = default;
    virtual const std::string& tenantId() const = 0;
    virtual void run() noexcept = 0;
};

/// What became of a task that was given to a pool.
enum class Admission
{
    Refused,  ///< The queue is full, or the pool stops.
    Waiting,  ///< All threads are taken; it waits for its turn.
    Begun     ///< A thread has it.
};

/// The places of one slot's engine, as many as calls it serves at once, and the threads on which it is
/// called, started when they are needed. While all places are taken tasks wait in one queue a tenant and are
/// taken round robin, so that a tenant with many callers holds up nobody of another. Thread safe.
class EnginePool
{
public:
    EnginePool(unsigned maxThreads, std::size_t queueLimit) : _queueLimit(queueLimit)
    {
        setThreads(maxThreads);
    }
    ~EnginePool();

    /// For an engine whose limit became known or changed. Threads beyond it end when they have nothing to do.
    void setThreads(unsigned maxThreads);

    /// Refused also where the system has no thread for the first task.
    Admission submit(std::shared_ptr<EngineTask> task);
    /// Takes a task that waits out of its queue. False: it does not wait here, its `run` may be called yet.
    bool withdraw(const EngineTask& task);
    /// Whether a task that comes now would wait.
    bool busy() const;

    /// A place for a task that the caller runs on a thread of its own; the last pointer gives it back, which
    /// may be after the pool's end. Null: none is free, and there may be a queue.
    std::shared_ptr<void> occupy();

    /// Takes no more tasks, drops those that wait, and waits for those that run. False when some still run by
    /// then: an engine hangs, and the process must end without destroying what its thread uses.
    bool stop(std::chrono::milliseconds patience);

    std::size_t running() const;
    std::size_t queued() const;

private:
    using Bench = core::Bench<std::shared_ptr<EngineTask>>;
    class Place;
    struct State;
    static void work(std::shared_ptr<State> state, std::shared_ptr<Bench> bench);
    static std::shared_ptr<Bench> takeThread(const std::shared_ptr<State>& state);
    static void fill(const std::shared_ptr<State>& state);

    const std::size_t _queueLimit;
    // Shared with the threads: one that never returns from its engine must not outlive what it uses.
    std::shared_ptr<State> _state = makeState();
    static std::shared_ptr<State> makeState();
};

}  // namespace scaispeak::speak
