#include "worker/signals.hpp"

#include <pthread.h>

#include <csignal>

namespace scaispeak::worker {

namespace {

constexpr int hosts[] = {SIGINT, SIGTERM, SIGQUIT, SIGHUP};

void handle(void (*handler)(int))
{
    struct sigaction action = {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    for (const int signal : hosts)
        ::sigaction(signal, &action, nullptr);
}

void mask(int how)
{
    sigset_t signals;
    ::sigemptyset(&signals);
    for (const int signal : hosts)
        ::sigaddset(&signals, signal);
    ::pthread_sigmask(how, &signals, nullptr);
}

void doNothing(int) {}

void behaveAsAnyProcess()
{
    handle(SIG_DFL);
    mask(SIG_UNBLOCK);
}

}  // namespace

void leaveSignalsToHost()
{
    // Blocked, for a handler that a plugin installs must not run; and handled, for a thread of a plugin's may
    // unblock them. Not ignored: then a plugin that ignores them would not be noticed, and what it executes
    // would ignore them too.
    mask(SIG_BLOCK);
    handle(&doNothing);
    ::pthread_atfork(nullptr, nullptr, &behaveAsAnyProcess);
}

}  // namespace scaispeak::worker
