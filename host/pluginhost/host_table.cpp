#include "pluginhost/host_table.hpp"

#include "pluginhost/call_slot.hpp"
#include "pluginhost/credentials_extension.hpp"
#include "pluginhost/loader/float_mode.hpp"
#include "pluginhost/loader/text.hpp"

#include <atomic>
#include <chrono>
#include <thread>

namespace scaispeak::pluginhost {

namespace {

template <class Clock>
std::int64_t nanoseconds()
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now().time_since_epoch()).count();
}

}  // namespace

struct HostTable::Functions
{
    static HostTable& self(void* context) { return *static_cast<HostTable*>(context); }

    /// While the table is open. What a callback could throw (memory) must not reach the plugin, and has
    /// nobody else to go to.
    template <class Function>
    static void contained(void* context, Function&& function) noexcept
    {
        const PlainFloatMode floats;
        HostTable& table = self(context);
        // Either this sees that it was closed, or close sees this: hence the strict order on both sides.
        table._inside.fetch_add(1, std::memory_order_seq_cst);
        if (!table._closed.load(std::memory_order_seq_cst)) {
            try {
                function();
            }
            catch (...) {
            }
        }
        table._inside.fetch_sub(1, std::memory_order_release);
    }

    static void log(void* context, std::int32_t level, scs_str event, const scs_field* fields,
                    std::uint64_t count) noexcept
    {
        contained(context,
                  [&] { self(context)._log.write(level, event, fields, count, monotonic(nullptr)); });
    }
    static void metricAdd(void* context, scs_str name, double amount, const scs_field* labels,
                          std::uint64_t count) noexcept
    {
        contained(context, [&] { self(context)._metrics.add(name, amount, labels, count); });
    }
    static void metricSet(void* context, scs_str name, double value, const scs_field* labels,
                          std::uint64_t count) noexcept
    {
        contained(context, [&] { self(context)._metrics.set(name, value, labels, count); });
    }
    static void metricObserve(void* context, scs_str name, double value, const scs_field* labels,
                              std::uint64_t count) noexcept
    {
        contained(context, [&] { self(context)._metrics.observe(name, value, labels, count); });
    }
    static std::int64_t monotonic(void*) noexcept { return nanoseconds<std::chrono::steady_clock>(); }
    static std::int64_t unixTime(void*) noexcept { return nanoseconds<std::chrono::system_clock>(); }
    static void errorSet(void* context, scs_error* error, const scs_error_info* info) noexcept
    {
        contained(context, [&] { CallSlot::setError(error, info); });
    }
    static scs_status callStatus(void*, const scs_call* call) noexcept
    {
        if (call == nullptr) return SCS_CLOSED;
        // A thread that outlived its call may look while the slot is given to the next one.
        auto& token = const_cast<const void*&>(call->token);
        return CallSlot::status(std::atomic_ref(token).load(std::memory_order_relaxed));
    }
    static const void* getExtension(void* context, scs_str id) noexcept
    {
        const HostTable& table = self(context);
        const auto word = readText(id, 64);
        return table._withCredentials && word == std::string_view(SCS_HOST_CREDENTIALS_1)
                   ? &table._credentials
                   : nullptr;
    }
    static scs_status lookup(void* context, const scs_call* call, scs_bytes sha256, scs_emit_principal emit,
                             void* emitContext, scs_error* error) noexcept
    {
        scs_status status = SCS_UNAVAILABLE;
        contained(context, [&] {
            status =
                lookUpCredential(self(context)._services.credentials, call, sha256, emit, emitContext, error);
        });
        return status;
    }
};

HostTable::HostTable(const std::string& pluginId, const HostServices& services, bool withCredentials)
    : _services(services),
      _withCredentials(withCredentials),
      _log(pluginId, services.logger, services.metrics),
      _metrics(pluginId, services.metrics, services.logger)
{
    _host.struct_size = sizeof _host;
    _host.abi_minor = SCS_ABI_MINOR;
    _host.ctx = this;
    _host.name = abiText(_services.hostName);
    _host.version = abiText(_services.hostVersion);
    _host.log = &Functions::log;
    _host.metric_add = &Functions::metricAdd;
    _host.metric_set = &Functions::metricSet;
    _host.metric_observe = &Functions::metricObserve;
    _host.monotonic_ns = &Functions::monotonic;
    _host.unix_ns = &Functions::unixTime;
    _host.error_set = &Functions::errorSet;
    _host.call_status = &Functions::callStatus;
    _host.get_extension = &Functions::getExtension;
    _credentials.struct_size = sizeof _credentials;
    _credentials.lookup = &Functions::lookup;
}

void HostTable::close() noexcept
{
    _closed.store(true, std::memory_order_seq_cst);
    while (_inside.load(std::memory_order_seq_cst) != 0)
        std::this_thread::yield();
}

}  // namespace scaispeak::pluginhost
