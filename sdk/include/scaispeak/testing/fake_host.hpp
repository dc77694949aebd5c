#pragma once

/// For the unit tests of plugins: a host that is none, over the C ABI alone, so that it serves plugins of
/// every language. A test opens the built plugin (plugin_file.hpp), makes an instance with a FakeHost, and
/// calls the tables of its interfaces. C++17, standard library only.

#include "../abi.h"

#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace scaispeak::testing {

/// What a plugin said with error_set: hand raw() to a call.
struct CapturedError
{
    std::string reason;
    std::string publicMessage;
    std::string internalMessage;
    std::int64_t retryAfterNs = 0;
    int set = 0;

    scs_error* raw() noexcept { return reinterpret_cast<scs_error*>(this); }
};

inline std::string text(const scs_str& raw)
{
    return raw.size == 0 ? std::string() : std::string(raw.data, raw.size);
}

inline scs_str raw(std::string_view text) noexcept
{
    return {text.data(), text.size()};
}

/// The host of a plugin under test: it keeps what the plugin logs and measures, and says stop when it is told
/// to. Its clocks stand still. Thread safe, but for offer(). It outlives the instances that were made with
/// it.
class FakeHost
{
public:
    FakeHost()
    {
        _table.struct_size = sizeof _table;
        _table.abi_minor = SCS_ABI_MINOR;
        _table.ctx = this;
        _table.name = SCS_LITERAL("test");
        _table.version = SCS_LITERAL("1.0.0");
        _table.log = &FakeHost::log;
        _table.metric_add = &FakeHost::metric;
        _table.metric_set = &FakeHost::metric;
        _table.metric_observe = &FakeHost::metric;
        _table.monotonic_ns = [](void*) -> std::int64_t { return 1000; };
        _table.unix_ns = [](void*) -> std::int64_t { return 2000; };
        _table.error_set = &FakeHost::setError;
        _table.call_status = &FakeHost::callStatus;
        _table.get_extension = &FakeHost::getExtension;
    }
    FakeHost(const FakeHost&) = delete;
    FakeHost& operator=(const FakeHost&) = delete;

    /// To be handed to create; a test may take functions out of it, as an older host would.
    scs_host& table() noexcept { return _table; }
    /// A call without a deadline; `requestId` is borrowed.
    scs_call call(std::string_view requestId = "req-1") noexcept
    {
        scs_call call{};
        call.struct_size = sizeof call;
        call.request_id = raw(requestId);
        return call;
    }
    /// Makes get_extension find `table`, which the host does not own.
    void offer(const std::string& id, const void* table) { _extensions[id] = table; }
    /// What call_status says from now on, after it said SCS_OK `polls` times more.
    void stopCalls(scs_status status, int polls = 0) noexcept
    {
        _polls = polls;
        _status = status;
    }
    void resumeCalls() noexcept { _status = SCS_OK; }
    /// "event key=value ..." of every line that was logged.
    std::vector<std::string> lines() const
    {
        const std::lock_guard lock(_mutex);
        return _lines;
    }
    /// The sum of what came in under each name, whatever the kind and the labels.
    std::map<std::string, double> metrics() const
    {
        const std::lock_guard lock(_mutex);
        return _metrics;
    }

private:
    static std::string valueOf(const scs_field& field)
    {
        if (field.type == SCS_FIELD_TEXT) return text(field.text);
        return field.type == SCS_FIELD_INTEGER ? std::to_string(field.integer) : std::to_string(field.real);
    }
    static void log(void* ctx, std::int32_t, scs_str event, const scs_field* fields, std::uint64_t count)
    {
        auto& self = *static_cast<FakeHost*>(ctx);
        std::string line = text(event);
        for (std::uint64_t index = 0; index < count; ++index)
            line += " " + text(fields[index].key) + "=" + valueOf(fields[index]);
        const std::lock_guard lock(self._mutex);
        self._lines.push_back(line);
    }
    static void metric(void* ctx, scs_str name, double value, const scs_field*, std::uint64_t)
    {
        auto& self = *static_cast<FakeHost*>(ctx);
        const std::lock_guard lock(self._mutex);
        self._metrics[text(name)] += value;
    }
    static void setError(void*, scs_error* error, const scs_error_info* info)
    {
        auto& captured = *reinterpret_cast<CapturedError*>(error);
        captured.reason = text(info->reason);
        captured.publicMessage = text(info->public_message);
        captured.internalMessage = text(info->internal_message);
        captured.retryAfterNs = info->retry_after_ns;
        ++captured.set;
    }
    static scs_status callStatus(void* ctx, const scs_call*)
    {
        auto& self = *static_cast<FakeHost*>(ctx);
        if (self._status == SCS_OK || self._polls-- > 0) return SCS_OK;
        self._polls = 0;
        return self._status;
    }
    static const void* getExtension(void* ctx, scs_str id)
    {
        auto& self = *static_cast<FakeHost*>(ctx);
        const auto found = self._extensions.find(text(id));
        return found == self._extensions.end() ? nullptr : found->second;
    }

    scs_host _table{};
    std::map<std::string, const void*> _extensions;
    std::atomic<scs_status> _status{SCS_OK};
    std::atomic<int> _polls{0};
    mutable std::mutex _mutex;
    std::vector<std::string> _lines;
    std::map<std::string, double> _metrics;
};

}  // namespace scaispeak::testing
