#pragma once

#include <array>
#include <csignal>

namespace scaispeak::ctl {

/// While one lives, SIGINT, SIGTERM and SIGHUP are noted instead of ending the process, so that a
/// half-written file can be taken away. A signal that was ignored before stays so. One at a time, on one
/// thread.
class SignalWatch
{
public:
    SignalWatch();
    ~SignalWatch();
    SignalWatch(const SignalWatch&) = delete;
    SignalWatch& operator=(const SignalWatch&) = delete;

    /// The signal that came since the last watch began; 0 = none.
    static int caught() noexcept;

private:
    static constexpr std::array signals{SIGINT, SIGTERM, SIGHUP};

    std::array<struct sigaction, signals.size()> _before{};
};

}  // namespace scaispeak::ctl
