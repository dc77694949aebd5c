#pragma once

#include "check.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace scaispeak::check {

/// The plugin and how it is checked, as it is handed to the process of a check.
struct Order
{
    std::filesystem::path plugin;
    std::uint64_t seed = 1;
    std::string peer;  ///< Address of the peer; empty = none.
};

/// An outcome, what the plugin printed meanwhile (bounded), and how long it took.
struct Report
{
    const Check* check = nullptr;
    Outcome outcome;
    std::string printed;
    std::int64_t milliseconds = 0;
};

/// Makes a check in a process of its own, which is this program again with --run-check. Whatever becomes of
/// that process is the check's outcome. Throws std::system_error when it cannot be started.
Report runApart(const Check& check, const Order& order);

/// Makes it in this process, for a debugger.
Report runHere(const Check& check, const Order& order);

/// In the process of a check: makes it and hands the outcome to the parent. The exit code of that process.
int runForParent(const Check& check, const Order& order);

}  // namespace scaispeak::check
