#include "check_host.hpp"

#include <scaispeak/host_extensions.h>

#include <chrono>

namespace scaispeak::check {

namespace {

scs_status lookup(void*, const scs_call*, scs_bytes, scs_emit_principal, void*, scs_error*)
{
    return SCS_NOT_FOUND;
}

constexpr scs_host_credentials credentials{sizeof(scs_host_credentials), 0, &lookup};

template <class Clock>
std::int64_t now(void*)
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now().time_since_epoch()).count();
}

scs_status callStatus(void*, const scs_call* call)
{
    return static_cast<const CallControl*>(call->token)->status();
}

}  // namespace

CallControl::CallControl(std::string requestId) : _requestId(std::move(requestId))
{
    _call.struct_size = sizeof _call;
    _call.request_id = testing::raw(_requestId);
    _call.token = this;
}

CheckHost::CheckHost()
{
    scs_host& table = _host.table();
    table.name = SCS_LITERAL("scaispeak-plugin-check");
    table.monotonic_ns = &now<std::chrono::steady_clock>;
    table.unix_ns = &now<std::chrono::system_clock>;
    table.call_status = &callStatus;
    _host.offer(SCS_HOST_CREDENTIALS_1, &credentials);
}

void CheckHost::mute() noexcept
{
    _host.table().log = [](void*, std::int32_t, scs_str, const scs_field*, std::uint64_t) {};
}

}  // namespace scaispeak::check
