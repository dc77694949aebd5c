#pragma once

#include "pluginhost/worker/worker_lease.hpp"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace scaispeak::pluginhost {

/// How one worker stands, for operators.
struct WorkerStatus
{
    pid_t pid = 0;
    std::string state;  ///< starting, ready, retiring
    std::uint64_t served = 0;
    std::string hardening;
};

struct RosterHealth
{
    bool ok = true;
    std::string reason;
    std::string message;
};

/// The workers that serve now, and who calls on which of their lanes. Thread safe.
class WorkerRoster
{
public:
    enum class Outcome : std::uint8_t
    {
        Leased,
        Stopped,    ///< The call is not wanted any more.
        CrashLoop,  ///< No worker lives, and none will soon.
        Closed,
        Gone,  ///< The worker asked for is not there any more.
    };

    /// A lane of the wished worker with the fewest calls; waits until one is free, and asks `wanted` (which
    /// says SCS_OK as long as the call is) every 20 ms.
    Outcome lease(const std::function<scs_status()>& wanted, WorkerLease& lease, const WorkerWish& wish = {});
    /// `served`: the call came back, and was not about the plugin itself.
    void release(const WorkerLease& lease, bool served);
    /// The call got so far that it cannot be made again: no suspect any more.
    void clear(const WorkerLease& lease);

    /// Ends the call on that lane if it is still the one of that number.
    static void stopCall(const WorkerLease& lease, scs_status why) noexcept;

    // Of the pool.
    void add(std::shared_ptr<WorkerProcess> process);
    void remove(const std::shared_ptr<WorkerProcess>& process);
    /// It takes no call any more.
    void retire(const std::shared_ptr<WorkerProcess>& process);
    bool idle(const std::shared_ptr<WorkerProcess>& process) const;
    void setCrashLoop(bool crashLoop);
    void setHealth(WorkerProcess& process, RosterHealth health);
    void close();

    /// Those that are ready now, also the ones that end with their last call.
    std::vector<std::shared_ptr<WorkerProcess>> workers() const;
    /// Is it still among them?
    bool holds(const std::shared_ptr<WorkerProcess>& process) const;
    RosterHealth health() const;
    std::size_t ready() const;
    bool crashLoop() const;

private:
    std::optional<WorkerLease> take(const WorkerWish& wish);
    bool among(const std::shared_ptr<WorkerProcess>& process) const;

    mutable std::mutex _mutex;
    std::condition_variable _changed;
    std::vector<std::shared_ptr<WorkerProcess>> _workers;
    std::uint64_t _lastNumber = 0;
    bool _crashLoop = false;
    bool _closed = false;
};

}  // namespace scaispeak::pluginhost
