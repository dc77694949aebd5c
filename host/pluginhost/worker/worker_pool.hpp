#pragma once

#include "core/logger.hpp"
#include "pluginhost/worker/crash_breaker.hpp"
#include "pluginhost/worker/output_lines.hpp"
#include "pluginhost/worker/worker_reports.hpp"
#include "pluginhost/worker/worker_roster.hpp"
#include "pluginhost/worker/worker_spec.hpp"

#include <scaispeak/abi.h>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace scaispeak::pluginhost {

/// The workers of one plugin: started, watched, replaced and ended by one thread of its own.
class WorkerPool
{
public:
    /// How the first workers came up.
    struct FirstStart
    {
        bool ready = false;
        std::string refusal;  ///< The plugin refuses to be loaded: the reason. Nothing is tried again.
    };

    /// `logger` and `host` must outlive it.
    WorkerPool(WorkerSpec spec, core::Logger& logger, const scs_host& host);
    /// As stop.
    ~WorkerPool();
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    /// Waits until a worker is ready, the plugin refused, the crash breaker opened, or `patience` is over.
    FirstStart waitForFirst(std::chrono::milliseconds patience);

    WorkerRoster& roster() { return _roster; }
    const WorkerSpec& spec() const { return _spec; }
    std::vector<WorkerStatus> status() const;

    /// Ends a worker whose call does not come back, or that broke the protocol. Any thread.
    void kill(WorkerProcess& worker, std::string_view why) noexcept;

    /// Ends all of them: 2 s for what runs, then they are killed. Once.
    void stop() noexcept;

private:
    using Clock = std::chrono::steady_clock;

    /// A process while it lives. Of the pool's thread; `process` and `place` under the mutex too, for status.
    struct Member
    {
        std::shared_ptr<WorkerProcess> process;
        std::size_t place = 0;
        OutputLines output;
        bool leaving = false;    ///< To be retired when the one that replaces it is ready.
        bool finishing = false;  ///< It was told to end.
        Clock::time_point finishBy = Clock::time_point::max();
        std::uint64_t frames = 0;  ///< On the control socket, in this second.
    };
    /// Where a worker stands; there may be two members for a moment, of which one is being replaced.
    struct Place
    {
        CrashBreaker breaker;
    };

    void run();
    void fillPlaces(Clock::time_point now);
    bool wantsStart(std::size_t place, Clock::time_point now) const;
    void start(std::size_t place);
    void await(Clock::time_point now);
    void eachSecond(Clock::time_point now);
    void checkMember(Member& member, Clock::time_point now);
    void checkMemory(Member& member);
    void leave(Member& member, std::string_view why);
    void endSome(bool stopping, Clock::time_point now);
    void readControl(Member& member);
    bool takeControl(Member& member, const Frame& frame);
    void takeReady(Member& member, const Frame& frame);
    void takeRefused(Member& member, const Frame& frame);
    void takePong(Member& member, const Frame& frame);
    void readOutput(Member& member);
    void bury(std::size_t index);
    void updateCrashLoop();
    void finish(Member& member, Clock::time_point now);
    bool isStopping() const;
    void wake() noexcept;
    bool allPlacesOpen() const;

    const WorkerSpec _spec;
    WorkerReports _reports;
    WorkerRoster _roster;
    OwnedDescriptor _wake;
    std::vector<Place> _places;
    std::vector<std::unique_ptr<Member>> _members;
    Clock::time_point _nextSecond{};
    Clock::time_point _lastProbe{};

    mutable std::mutex _mutex;
    std::condition_variable _first;
    FirstStart _firstStart;
    bool _firstOver = false;
    bool _stopping = false;
    std::thread _thread;
};

}  // namespace scaispeak::pluginhost
