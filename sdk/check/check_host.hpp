#pragma once

#include <scaispeak/testing/fake_host.hpp>

#include <atomic>
#include <string>

namespace scaispeak::check {

/// A call as the host would make it, which can be stopped from any thread.
class CallControl
{
public:
    explicit CallControl(std::string requestId = "req_check");
    CallControl(const CallControl&) = delete;
    CallControl& operator=(const CallControl&) = delete;

    const scs_call* raw() const noexcept { return &_call; }
    scs_str requestId() const noexcept { return _call.request_id; }
    void stop(scs_status status) noexcept { _status = status; }
    scs_status status() const noexcept { return _status; }

private:
    std::string _requestId;
    std::atomic<scs_status> _status{SCS_OK};
    scs_call _call{};
};

/// The host of one instance: its clocks go, a call is stopped by its CallControl, and it knows no API key.
class CheckHost
{
public:
    CheckHost();
    CheckHost(const CheckHost&) = delete;
    CheckHost& operator=(const CheckHost&) = delete;

    const scs_host* table() noexcept { return &_host.table(); }
    /// Where an extension is offered beyond credentials.
    void offer(const std::string& id, const void* extension) { _host.offer(id, extension); }
    /// Drops what is logged from now on, for what runs long.
    void mute() noexcept;
    std::vector<std::string> lines() const { return _host.lines(); }

private:
    testing::FakeHost _host;
};

}  // namespace scaispeak::check
