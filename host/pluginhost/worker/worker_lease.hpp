#pragma once

#include "pluginhost/worker/worker_process.hpp"

#include <cstdint>
#include <memory>

namespace scaispeak::pluginhost {

/// Which worker a call wants.
struct WorkerWish
{
    std::shared_ptr<WorkerProcess> only = nullptr;  ///< That one or none.
    /// The call was on a worker that died: it goes where no other such call is, so that whoever is harmless
    /// does not meet the one that kills again.
    bool suspect = false;
};

/// One lane of one worker, for one call.
struct WorkerLease
{
    std::shared_ptr<WorkerProcess> process;
    std::uint32_t lane = 0;
    std::uint64_t number = 0;  ///< Of the call; never used again.

    Channel& channel() const { return process->lanes()[lane].channel; }
};

}  // namespace scaispeak::pluginhost
