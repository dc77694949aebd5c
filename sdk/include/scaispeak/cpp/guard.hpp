#pragma once

/// What stands between the C tables and the C++ classes.

#include "host.hpp"

#include <new>
#include <utility>

namespace scaispeak {

/// The C structure of a value, and how to make it: specialised beside each value.
///   using type = scs_...;
///   template <class Use> static scs_status with(const Item&, Use&& use);   // calls use(const type&)
template <class Item>
struct Wire;

/// Gives items to the host, one a call. False: it wants no more, so return; the wrapper tells it why.
template <class Item>
class Emit
{
public:
    using Struct = typename Wire<Item>::type;
    using Function = scs_status (*)(void* ctx, const Struct* item);

    Emit(Function function, void* ctx) noexcept : _function(function), _ctx(ctx) {}
    Emit(const Emit&) = delete;
    Emit& operator=(const Emit&) = delete;

    bool operator()(const Item& item)
    {
        if (_status == SCS_OK)
            _status = Wire<Item>::with(item, [this](const Struct& wire) { return _function(_ctx, &wire); });
        return _status == SCS_OK;
    }
    Status status() const noexcept { return static_cast<Status>(_status); }

private:
    Function _function;
    void* _ctx;
    scs_status _status = SCS_OK;
};

namespace detail {

/// A plugin and its host's table, which it may refer to as long as it lives.
template <class Plugin>
struct Instance
{
    Instance(const scs_host* table, std::string_view config) : host(table), plugin(host, config) {}

    Host host;
    Plugin plugin;
};

/// Runs `body` and turns whatever leaves it into a status.
template <class Body>
scs_status guarded(const Host& host, scs_error* error, Body&& body) noexcept
{
    try {
        return static_cast<scs_status>(std::forward<Body>(body)());
    }
    catch (const Error& thrown) {
        host.setError(error, thrown);
        return static_cast<scs_status>(thrown.status());
    }
    catch (const std::bad_alloc&) {
        return SCS_INTERNAL;
    }
    catch (const std::exception& thrown) {
        try {
            host.setError(error, Error(Status::Internal, {}, {}, thrown.what()));
        }
        catch (...) {
            return SCS_INTERNAL;
        }
        return SCS_INTERNAL;
    }
    catch (...) {
        return SCS_INTERNAL;
    }
}

/// A [call]: `body(plugin, call)` as a Status.
template <class Plugin, class Body>
scs_status guardedCall(void* instance, const scs_call* call, scs_error* error, Body&& body) noexcept
{
    auto& self = *static_cast<Instance<Plugin>*>(instance);
    return guarded(self.host, error, [&] { return body(self.plugin, Call(self.host, call, error)); });
}

/// A function that cannot fail: what leaves `body` is dropped, with a line in the log.
template <class Plugin, class Body>
void guardedVoid(void* instance, std::string_view function, Body&& body) noexcept
{
    auto& self = *static_cast<Instance<Plugin>*>(instance);
    if (guarded(self.host, nullptr, [&] { return body(self.plugin), Status::Ok; }) != SCS_OK)
        self.host.log(LogLevel::Error, "exception_dropped", {Field("function", function)});
}

}  // namespace detail
}  // namespace scaispeak
