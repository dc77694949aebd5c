#include "process_use.hpp"

#include <malloc.h>

#include <chrono>
#include <filesystem>
#include <iterator>
#include <thread>

namespace scaispeak::check {

namespace {

std::size_t entries(const char* folder)
{
    const std::filesystem::directory_iterator all(folder);
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

}  // namespace

ProcessUse processUse()
{
    const struct mallinfo2 heap = ::mallinfo2();
    return {heap.uordblks + heap.hblkhd, entries("/proc/self/fd"), entries("/proc/self/task")};
}

ProcessUse settledUse(const ProcessUse& before)
{
    ProcessUse now = processUse();
    for (int round = 0; round < 100 && (now.threads > before.threads || now.descriptors > before.descriptors);
         ++round) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        now = processUse();
    }
    return now;
}

}  // namespace scaispeak::check
