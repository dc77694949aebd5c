#pragma once

namespace scaispeak::check {

/// How the program ends. Below 124, which `timeout` and the shell keep for themselves.
enum class ExitCode : int
{
    Ok = 0,
    Refused = 1,
    Usage = 2,
    CannotWrite = 3,
    Internal = 4,
    Skipped = 5,
    NoPeer = 6,
};

inline constexpr const char* exitCodeHelp =
    "Exit codes:\n"
    "  0  done; the plugin passed every check\n"
    "  1  the plugin failed a check, or would be refused\n"
    "  2  the command line is wrong\n"
    "  3  the manifest cannot be written\n"
    "  4  a fault of this program\n"
    "  5  nothing failed, but a check could not be made\n"
    "  6  the peer that the plugin needs does not start";

}  // namespace scaispeak::check
