#pragma once

#include "error.hpp"

#include <initializer_list>
#include <optional>

namespace scaispeak {

enum class LogLevel : std::int32_t
{
    Debug = SCS_LOG_DEBUG,
    Info = SCS_LOG_INFO,
    Warning = SCS_LOG_WARNING,
    Error = SCS_LOG_ERROR,
};

/// A log field or a metric label. Borrows its texts: make it in the call that takes it.
struct Field : scs_field
{
    Field(std::string_view name, std::string_view value) noexcept : scs_field{}
    {
        key = str(name);
        type = SCS_FIELD_TEXT;
        text = str(value);
    }
    Field(std::string_view name, double value) noexcept : scs_field{}
    {
        key = str(name);
        type = SCS_FIELD_REAL;
        real = value;
    }
    template <class Integer, class = std::enable_if_t<std::is_integral_v<Integer>>>
    Field(std::string_view name, Integer value) noexcept : scs_field{}
    {
        key = str(name);
        type = SCS_FIELD_INTEGER;
        integer = static_cast<std::int64_t>(value);
    }
};
static_assert(sizeof(Field) == sizeof(scs_field), "an array of Field is an array of scs_field");

/// The host's services. Thread safe; valid from the plugin's constructor to the end of its destructor. The
/// plugin may keep the reference its constructor got, or a copy. What an older host does not offer does
/// nothing.
class Host
{
public:
    explicit Host(const scs_host* table) noexcept : _table(readStruct(table)) {}

    std::string_view name() const noexcept { return view(_table.name); }
    std::string_view version() const noexcept { return view(_table.version); }
    std::uint32_t abiMinor() const noexcept { return _table.abi_minor; }

    /// One line of this plugin; `event` is snake_case. Never a secret, never spoken text.
    void log(LogLevel level, std::string_view event, std::initializer_list<Field> fields = {}) const noexcept
    {
        if (_table.log)
            _table.log(_table.ctx, static_cast<std::int32_t>(level), str(event), fields.begin(),
                       fields.size());
    }

    /// Metrics get the prefix scaispeak_plugin_ and the plugin's id as a label.
    void count(std::string_view metric, double amount = 1,
               std::initializer_list<Field> labels = {}) const noexcept
    {
        if (_table.metric_add)
            _table.metric_add(_table.ctx, str(metric), amount, labels.begin(), labels.size());
    }
    void gauge(std::string_view metric, double value, std::initializer_list<Field> labels = {}) const noexcept
    {
        if (_table.metric_set)
            _table.metric_set(_table.ctx, str(metric), value, labels.begin(), labels.size());
    }
    void observe(std::string_view metric, double value,
                 std::initializer_list<Field> labels = {}) const noexcept
    {
        if (_table.metric_observe)
            _table.metric_observe(_table.ctx, str(metric), value, labels.begin(), labels.size());
    }

    std::chrono::nanoseconds monotonicNow() const noexcept
    {
        return std::chrono::nanoseconds(_table.monotonic_ns ? _table.monotonic_ns(_table.ctx) : 0);
    }
    std::chrono::nanoseconds unixNow() const noexcept
    {
        return std::chrono::nanoseconds(_table.unix_ns ? _table.unix_ns(_table.ctx) : 0);
    }

    /// A table of host_extensions.h, e.g. extension<scs_host_credentials>(SCS_HOST_CREDENTIALS_1), or nothing
    /// when this host has none. Its functions take context() first.
    template <class Table>
    std::optional<Table> extension(std::string_view id) const noexcept
    {
        const void* table = _table.get_extension ? _table.get_extension(_table.ctx, str(id)) : nullptr;
        if (table == nullptr) return std::nullopt;
        return readStruct(static_cast<const Table*>(table));
    }
    void* context() const noexcept { return _table.ctx; }

    /// For the wrapper: what was thrown becomes the call's error. An error without words keeps those that are
    /// there.
    void setError(scs_error* error, const Error& thrown) const noexcept
    {
        if (!_table.error_set || error == nullptr || thrown.isStop()) return;
        if (thrown.reason().empty() && *thrown.what() == '\0' && thrown.retryAfter().count() == 0) return;
        auto info = newStruct<scs_error_info>();
        info.reason = str(thrown.reason());
        info.public_message = str(thrown.publicMessage());
        info.internal_message = str(thrown.internalMessage());
        info.retry_after_ns = thrown.retryAfter().count();
        _table.error_set(_table.ctx, error, &info);
    }

    Status callStatus(const scs_call* call) const noexcept
    {
        if (!_table.call_status || call == nullptr) return Status::Ok;
        return static_cast<Status>(_table.call_status(_table.ctx, call));
    }

private:
    scs_host _table;
};

/// The call a method works for. Borrowed until the method returns.
class Call
{
public:
    Call(const Host& host, const scs_call* call, scs_error* error) noexcept
        : _host(&host), _call(readStruct(call)), _raw(call), _error(error)
    {}

    std::string_view requestId() const noexcept { return view(_call.request_id); }
    std::string_view traceparent() const noexcept { return view(_call.traceparent); }
    /// To the deadline, counted from the start of the call; nothing when there is none.
    std::optional<std::chrono::nanoseconds> timeLeft() const noexcept
    {
        if (_call.time_left_ns == 0) return std::nullopt;
        return std::chrono::nanoseconds(_call.time_left_ns);
    }

    /// Ok while the call is wanted. A few nanoseconds; also from threads the method started and joins. Poll
    /// it at least every 20 ms of work, and return what it says.
    Status status() const noexcept { return _host->callStatus(_raw); }
    bool cancelled() const noexcept { return status() != Status::Ok; }

    const scs_call* raw() const noexcept { return _raw; }
    scs_error* error() const noexcept { return _error; }

private:
    const Host* _host;
    scs_call _call;
    const scs_call* _raw;
    scs_error* _error;
};

}  // namespace scaispeak
