#pragma once

namespace scaispeak::app {

enum class Signal
{
    Terminate,
    Reload
};

/// Blocks SIGINT, SIGTERM, SIGQUIT, SIGHUP and ignores SIGPIPE, for the calling thread and all it starts.
void blockSignals();

/// Waits for one of them.
Signal waitForSignal();

}  // namespace scaispeak::app
