#include "pluginhost/worker/remote_instance.hpp"

#include <algorithm>

namespace scaispeak::pluginhost {

std::uint32_t RemoteInstance::callsAtOnce(std::uint32_t each) const
{
    const WorkerSpec& spec = _pool.spec();
    return spec.workers * (_oneCallAWorker ? 1 : std::clamp(each, 1U, spec.hello.lanes));
}

void RemoteInstance::began(std::string_view requestId, const WorkerLease& lease)
{
    const std::lock_guard lock(_mutex);
    _running.push_back({std::string(requestId), &lease});
}

void RemoteInstance::ended(const WorkerLease& lease)
{
    const std::lock_guard lock(_mutex);
    std::erase_if(_running, [&lease](const Running& running) { return running.lease == &lease; });
}

void RemoteInstance::cancel(std::string_view requestId) noexcept
{
    const std::lock_guard lock(_mutex);
    for (const Running& running : _running)
        if (running.requestId == requestId) WorkerRoster::stopCall(*running.lease, SCS_CANCELLED);
}

}  // namespace scaispeak::pluginhost
