#include "node/signals.hpp"

#include <csignal>
#include <initializer_list>

namespace scaispeak::node {
namespace {

sigset_t awaited()
{
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGINT, SIGTERM, SIGQUIT})
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
    for (const int signal : {SIGPIPE, SIGHUP, SIGALRM, SIGVTALRM, SIGPROF, SIGUSR1, SIGUSR2, SIGIO})
        sigaction(signal, &ignore, nullptr);
}

void waitForTermination()
{
    const sigset_t signals = awaited();
    int signal = 0;
    while (sigwait(&signals, &signal) != 0) {
    }
}

}  // namespace scaispeak::node
