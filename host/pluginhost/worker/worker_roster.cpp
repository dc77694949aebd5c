#include "pluginhost/worker/worker_roster.hpp"

#include "pluginhost/wire/field_writer.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace scaispeak::pluginhost {

namespace {

constexpr std::chrono::milliseconds lookAgain{20};

std::size_t leasedLanes(WorkerProcess& process)
{
    return static_cast<std::size_t>(
        std::ranges::count_if(process.lanes(), [](const auto& lane) { return lane.leased; }));
}

bool hasSuspect(WorkerProcess& process)
{
    return std::ranges::any_of(process.lanes(), [](const auto& lane) { return lane.suspect; });
}

}  // namespace

WorkerRoster::Outcome WorkerRoster::lease(const std::function<scs_status()>& wanted, WorkerLease& lease,
                                          const WorkerWish& wish)
{
    std::unique_lock lock(_mutex);
    for (;;) {
        if (_closed) return Outcome::Closed;
        if (wish.only && !among(wish.only)) return Outcome::Gone;
        if (auto taken = take(wish)) {
            lease = std::move(*taken);
            return Outcome::Leased;
        }
        if (_crashLoop && _workers.empty()) return Outcome::CrashLoop;
        _changed.wait_for(lock, lookAgain);
        lock.unlock();
        const scs_status status = wanted();
        lock.lock();
        if (status != SCS_OK) return Outcome::Stopped;
    }
}

std::optional<WorkerLease> WorkerRoster::take(const WorkerWish& wish)
{
    std::shared_ptr<WorkerProcess> best;
    std::size_t fewest = std::numeric_limits<std::size_t>::max();
    for (const auto& worker : _workers) {
        if (wish.only ? worker != wish.only : worker->retiring.load()) continue;
        if (wish.suspect && hasSuspect(*worker)) continue;
        const std::size_t leased = leasedLanes(*worker);
        if (leased == worker->lanes().size() || leased >= fewest) continue;
        fewest = leased;
        best = worker;
    }
    if (!best) return std::nullopt;
    auto& lanes = best->lanes();
    const auto free = std::ranges::find_if(lanes, [](const auto& lane) { return !lane.leased; });
    free->leased = true;
    free->suspect = wish.suspect;
    ++best->calls;
    return WorkerLease{best, static_cast<std::uint32_t>(free - lanes.begin()), ++_lastNumber};
}

void WorkerRoster::release(const WorkerLease& lease, bool served)
{
    if (served) lease.process->served.fetch_add(1, std::memory_order_relaxed);
    bool wasSuspect = false;
    {
        const std::lock_guard lock(_mutex);
        auto& lane = lease.process->lanes()[lease.lane];
        lane.leased = false;
        wasSuspect = std::exchange(lane.suspect, false);
    }
    // The one who is woken may be a suspect that waits for another worker.
    wasSuspect ? _changed.notify_all() : _changed.notify_one();
}

void WorkerRoster::clear(const WorkerLease& lease)
{
    {
        const std::lock_guard lock(_mutex);
        lease.process->lanes()[lease.lane].suspect = false;
    }
    _changed.notify_all();
}

void WorkerRoster::stopCall(const WorkerLease& lease, scs_status why) noexcept
{
    try {
        FieldWriter writer;
        writer(lease.lane, lease.number, why);
        // A worker that does not take so little does not live.
        if (!lease.process->tell(FrameKind::StopCall, writer.bytes())) lease.process->kill();
    }
    catch (...) {
        lease.process->kill();
    }
}

bool WorkerRoster::among(const std::shared_ptr<WorkerProcess>& process) const
{
    return std::ranges::find(_workers, process) != _workers.end();
}

bool WorkerRoster::holds(const std::shared_ptr<WorkerProcess>& process) const
{
    const std::lock_guard lock(_mutex);
    return among(process);
}

std::vector<std::shared_ptr<WorkerProcess>> WorkerRoster::workers() const
{
    const std::lock_guard lock(_mutex);
    return _workers;
}

void WorkerRoster::add(std::shared_ptr<WorkerProcess> process)
{
    {
        const std::lock_guard lock(_mutex);
        process->ready = true;
        _workers.push_back(std::move(process));
    }
    _changed.notify_all();
}

void WorkerRoster::remove(const std::shared_ptr<WorkerProcess>& process)
{
    {
        const std::lock_guard lock(_mutex);
        std::erase(_workers, process);
    }
    _changed.notify_all();
}

void WorkerRoster::retire(const std::shared_ptr<WorkerProcess>& process)
{
    const std::lock_guard lock(_mutex);
    process->retiring = true;
}

bool WorkerRoster::idle(const std::shared_ptr<WorkerProcess>& process) const
{
    const std::lock_guard lock(_mutex);
    return leasedLanes(*process) == 0;
}

void WorkerRoster::setCrashLoop(bool crashLoop)
{
    {
        const std::lock_guard lock(_mutex);
        if (std::exchange(_crashLoop, crashLoop) == crashLoop) return;
    }
    _changed.notify_all();
}

void WorkerRoster::setHealth(WorkerProcess& process, RosterHealth health)
{
    const std::lock_guard lock(_mutex);
    process.healthy = health.ok;
    process.healthReason = std::move(health.reason);
    process.healthMessage = std::move(health.message);
}

void WorkerRoster::close()
{
    {
        const std::lock_guard lock(_mutex);
        _closed = true;
    }
    _changed.notify_all();
}

RosterHealth WorkerRoster::health() const
{
    const std::lock_guard lock(_mutex);
    if (_workers.empty() && _crashLoop)
        return {false, "worker_crash_loop",
                "its workers die again and again before they serve a call; the log lines worker_died and "
                "worker_output say more"};
    for (const auto& worker : _workers)
        if (worker->healthy) return {};
    // Between workers the next call waits for the one that is starting.
    if (_workers.empty()) return {};
    return {false, _workers.front()->healthReason, _workers.front()->healthMessage};
}

std::size_t WorkerRoster::ready() const
{
    const std::lock_guard lock(_mutex);
    return static_cast<std::size_t>(
        std::ranges::count_if(_workers, [](const auto& worker) { return !worker->retiring; }));
}

bool WorkerRoster::crashLoop() const
{
    const std::lock_guard lock(_mutex);
    return _crashLoop && _workers.empty();
}

}  // namespace scaispeak::pluginhost
