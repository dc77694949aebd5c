#pragma once

#include "pluginhost/worker/remote_call.hpp"

#include <cstdint>
#include <memory>

namespace scaispeak::pluginhost {

/// A writer, reader or session that lives in one worker. Owned by who opened it, through the C table.
struct RemoteHandle
{
    std::shared_ptr<WorkerProcess> process;
    std::uint64_t remote = 0;    ///< What it is to the worker.
    std::uint32_t channels = 1;  ///< Of a clip.

    static RemoteHandle& of(void* handle) { return *static_cast<RemoteHandle*>(handle); }

    /// Out of the results of the call that opened it.
    static void* make(RemoteCall& opened)
    {
        auto handle = std::make_unique<RemoteHandle>();
        handle->process = opened.process();
        handle->remote = opened.results().take<std::uint64_t>();
        return handle.release();
    }

    /// The next call with it, by whose arguments it is named.
    void name(RemoteCall& call) const
    {
        call.only(process);
        call.arguments()(remote);
    }
};

}  // namespace scaispeak::pluginhost
