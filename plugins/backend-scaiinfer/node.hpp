#pragma once

#include "breaker.hpp"
#include "channel.hpp"
#include "report.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace scaispeak::scaiinfer {

/// One node: its connection, how it stands, and the thread that probes it every second. It is offline from
/// its first failure to its next good answer. Thread safe.
class NodeHandle
{
public:
    using Clock = std::chrono::steady_clock;

    NodeHandle(std::string address, const Settings& settings, const Host& host);
    /// Wakes its calls; they fail.
    ~NodeHandle();
    NodeHandle(const NodeHandle&) = delete;
    NodeHandle& operator=(const NodeHandle&) = delete;

    const std::string& address() const noexcept { return _address; }
    Channel& channel() noexcept { return _channel; }
    Breaker& breaker() noexcept { return _breaker; }

    /// Asked once at least, whatever it said.
    bool probed() const;
    bool online() const;
    /// Online, and its engine is the one that is configured.
    bool carries() const;
    /// Carries it, and its breaker is closed.
    bool eligible(Clock::time_point now) const { return carries() && _breaker.permits(now); }
    Report report() const;
    Node listed() const;
    /// Calls that run, here and as it says, by its places.
    double load() const;

    void beginCall() { ++_running; }
    void endCall() { --_running; }
    /// A call could not reach it: it is left out until it answers its probe.
    void lost(const std::string& why);
    /// For people, without changing whether it is asked.
    void complain(const std::string& what);

private:
    void watch();
    void probe();

    const std::string _address;
    const std::string _engine;
    const Host _host;
    Channel _channel;
    Breaker _breaker;
    std::atomic<std::uint32_t> _running{0};

    mutable std::mutex _mutex;
    std::condition_variable _wake;
    bool _stopping = false;
    bool _probeNow = false;
    bool _probed = false;
    bool _answers = false;
    Report _report;
    std::chrono::nanoseconds _lastSeen{0};
    std::string _lastError = "not seen yet";
    std::thread _watcher;
};

}  // namespace scaispeak::scaiinfer
