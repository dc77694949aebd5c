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
};

inline constexpr const char* exitCodeHelp =
    "Exit codes:\n"
    "  0  done\n"
    "  1  the plugin would be refused; the reason is on standard error\n"
    "  2  the command line is wrong\n"
    "  3  the manifest cannot be written\n"
    "  4  a fault of this program";

}  // namespace scaispeak::check
