#include "core/termination.hpp"

#include <csignal>
#include <initializer_list>

namespace scaispeak::core {
namespace {

sigset_t awaited()
{
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGINT, SIGTERM, SIGQUIT, SIGHUP})
        sigaddset(&signals, signal);
    return signals;
}

}  // namespace

void blockSignals()
{
    const sigset_t signals = awaited();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    struct sigaction ignore = {};
    ignore.sa_handler = SIG_IGN;
    // No program of ours sends itself any of these; a plugin's library that sets an alarm would end it.
    for (const int signal : {SIGPIPE, SIGALRM, SIGVTALRM, SIGPROF, SIGUSR1, SIGUSR2, SIGIO})
        sigaction(signal, &ignore, nullptr);
}

Signal waitForSignal()
{
    const sigset_t signals = awaited();
    int signal = 0;
    while (sigwait(&signals, &signal) != 0) {
    }
    return signal == SIGHUP ? Signal::Reload : Signal::Terminate;
}

}  // namespace scaispeak::core
