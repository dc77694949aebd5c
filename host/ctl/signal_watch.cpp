#include "ctl/signal_watch.hpp"

#include <atomic>

namespace scaispeak::ctl {
namespace {

// A signal handler reaches nothing but what is global.
std::atomic<int> caughtSignal{0};
static_assert(std::atomic<int>::is_always_lock_free);

void note(int signal)
{
    caughtSignal.store(signal);
}

}  // namespace

SignalWatch::SignalWatch()
{
    caughtSignal.store(0);
    struct sigaction action = {};
    action.sa_handler = note;
    sigemptyset(&action.sa_mask);
    for (std::size_t index = 0; index < signals.size(); ++index) {
        sigaction(signals[index], nullptr, &_before[index]);
        if (_before[index].sa_handler != SIG_IGN) sigaction(signals[index], &action, nullptr);
    }
}

SignalWatch::~SignalWatch()
{
    for (std::size_t index = 0; index < signals.size(); ++index)
        sigaction(signals[index], &_before[index], nullptr);
}

int SignalWatch::caught() noexcept
{
    return caughtSignal.load();
}

}  // namespace scaispeak::ctl
