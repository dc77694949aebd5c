#pragma once

#include "settings.hpp"
#include "standing.hpp"

#include <atomic>
#include <condition_variable>
#include <thread>

namespace scaispeak::relay {

/// Connects to the relay every 5 s, or 1 s while it cannot be reached, TLS included, and says nothing: a call
/// would cost money. One thread, from
/// the constructor to the destructor. `settings` and `standing` outlive it.
class Prober
{
public:
    Prober(const Settings& settings, Standing& standing);
    ~Prober();
    Prober(const Prober&) = delete;
    Prober& operator=(const Prober&) = delete;

private:
    void run();
    bool connects();

    const Settings& _settings;
    Standing& _standing;
    std::atomic<bool> _stopping{false};
    std::mutex _mutex;
    std::condition_variable _wake;
    std::thread _thread;
};

}  // namespace scaispeak::relay
