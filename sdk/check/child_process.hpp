#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace scaispeak::check {

/// Where a child writes its result. At most longestResult bytes, so that the pipe takes them at once.
inline constexpr int resultDescriptor = 3;
inline constexpr std::size_t longestResult = 4096;

/// How a child ended, and what it left.
struct ChildEnd
{
    bool timedOut = false;
    int signal = 0;
    int exitCode = 0;
    std::string result;
    std::string printed;  ///< Standard output and error, the first 4 KiB.
};

/// Runs this program again with these arguments, the first of which is its name, without standard input and
/// in a process group of its own, which ends with it. Throws std::system_error when it cannot be started.
ChildEnd runChild(const std::vector<std::string>& arguments, std::chrono::milliseconds limit);

}  // namespace scaispeak::check
