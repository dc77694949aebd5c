#pragma once

#include "pluginhost/worker/worker_pool.hpp"

#include <scaispeak/abi.h>

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace scaispeak::pluginhost {

/// An instance of a plugin that lives in workers: what the functions of the remote tables get as `instance`.
/// Thread safe.
class RemoteInstance
{
public:
    /// `host` is the table of this instance and outlives it.
    RemoteInstance(WorkerSpec spec, bool oneCallAWorker, core::Logger& logger, const scs_host& host)
        : _host(host), _oneCallAWorker(oneCallAWorker), _pool(std::move(spec), logger, host)
    {}

    static RemoteInstance& of(void* instance) { return *static_cast<RemoteInstance*>(instance); }

    const scs_host& host() const { return _host; }
    WorkerPool& pool() { return _pool; }
    WorkerRoster& roster() { return _pool.roster(); }

    /// How many calls all workers take at once, if one takes `each`.
    std::uint32_t callsAtOnce(std::uint32_t each) const;

    /// A call of that request runs there from now on; `lease` is borrowed until it has ended.
    void began(std::string_view requestId, const WorkerLease& lease);
    void ended(const WorkerLease& lease);
    void cancel(std::string_view requestId) noexcept;

private:
    struct Running
    {
        std::string requestId;
        const WorkerLease* lease;
    };

    const scs_host& _host;
    const bool _oneCallAWorker;
    WorkerPool _pool;
    std::mutex _mutex;
    std::vector<Running> _running;
};

}  // namespace scaispeak::pluginhost
