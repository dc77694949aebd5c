#pragma once

#include "pluginhost/wire/hello.hpp"

#include <cstdint>
#include <filesystem>

namespace scaispeak::pluginhost {

/// When a worker that works is replaced all the same, its successor first.
struct WorkerLimits
{
    std::uint64_t calls = 0;  ///< After so many; 0 = never.
    /// When its resident memory is over so many bytes; beyond five quarters of it it is ended. 0 = never.
    std::uint64_t memory = std::uint64_t{2'048} << 20;
};

/// How the workers of one plugin are run.
struct WorkerSpec
{
    std::filesystem::path program;  ///< scaispeak-worker
    Hello hello;
    std::uint32_t workers = 1;
    WorkerLimits limits;
};

}  // namespace scaispeak::pluginhost
