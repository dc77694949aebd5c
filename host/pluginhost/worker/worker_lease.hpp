#pragma once

#include "pluginhost/worker/worker_process.hpp"

#include <cstdint>
#include <memory>

namespace scaispeak::pluginhost {

/// One lane of one worker, for one call.
struct WorkerLease
{
    std::shared_ptr<WorkerProcess> process;
    std::uint32_t lane = 0;
    std::uint64_t number = 0;  ///< Of the call; never used again.

    Channel& channel() const { return process->lanes()[lane].channel; }
};

}  // namespace scaispeak::pluginhost
