#pragma once

#include <cstddef>

namespace scaispeak::check {

/// What this process holds.
struct ProcessUse
{
    std::size_t memory = 0;  ///< Bytes on the heap.
    std::size_t descriptors = 0;
    std::size_t threads = 0;
};

/// As it is now.
ProcessUse processUse();

/// Waits up to a second for threads and descriptors that are on their way out; what is left then.
ProcessUse settledUse(const ProcessUse& before);

}  // namespace scaispeak::check
