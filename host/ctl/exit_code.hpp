#pragma once

namespace scaispeak::ctl {

/// What the program ends with; scripts rely on it. Ended by a signal: 128 + its number.
enum class ExitCode : int
{
    Ok = 0,
    Refused = 1,       ///< The API, or the database's content, said no.
    Usage = 2,         ///< The command line or the configuration cannot be used.
    NotReady = 3,      ///< The host or the database is not ready or cannot be reached.
    StreamBroken = 4,  ///< The audio is incomplete or not what was sent.
    LocalFile = 5,     ///< A file or standard output could not be read or written.
};

inline constexpr const char* exitCodesHelp =
    "Exit codes:\n"
    "  0    done\n"
    "  1    refused by the API\n"
    "  2    command line or configuration cannot be used\n"
    "  3    not ready, or not reachable\n"
    "  4    the audio is incomplete, or its checksum does not match\n"
    "  5    a local file could not be read or written\n"
    "  130  interrupted (128 + the signal's number)";

}  // namespace scaispeak::ctl
