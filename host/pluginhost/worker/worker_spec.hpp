#pragma once

#include "pluginhost/wire/hello.hpp"

#include <cstdint>
#include <filesystem>

namespace scaispeak::pluginhost {

/// How the workers of one plugin are run.
struct WorkerSpec
{
    std::filesystem::path program;  ///< scaispeak-worker
    Hello hello;
    std::uint32_t workers = 1;
    /// A worker is replaced after so many calls, without a pause; 0 = never.
    std::uint64_t callsPerWorker = 0;
    /// A worker whose resident memory is over this is replaced, beyond five quarters of it ended; 0 = no
    /// limit.
    std::uint64_t memoryLimit = std::uint64_t{2'048} << 20;
};

}  // namespace scaispeak::pluginhost
