#pragma once

namespace scaispeak::core {

enum class Signal
{
    Terminate,
    Reload
};

/// Blocks SIGINT, SIGTERM, SIGQUIT, SIGHUP for the calling thread and all it starts; ignores, in the whole
/// process, SIGPIPE and what only libraries send (alarms, timers, SIGUSR1, ...).
void blockSignals();

/// Waits for one of them.
Signal waitForSignal();

}  // namespace scaispeak::core
