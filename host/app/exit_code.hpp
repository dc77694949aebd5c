#pragma once

namespace scaispeak::app {

/// What scaispeakd ends with.
enum ExitCode : int
{
    exitOk = 0,
    exitFailed = 1,         ///< It could not start or had to stop: address in use, database unreachable.
    exitConfiguration = 2,  ///< The command line or the configuration is wrong.
    exitEngineHung = 3,     ///< It stopped, but an engine did not let go of its call.
};

}  // namespace scaispeak::app
