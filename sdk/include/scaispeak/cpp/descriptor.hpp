#pragma once

#include "auth.hpp"
#include "backend_nodes.hpp"
#include "destination.hpp"
#include "objects.hpp"
#include "preflight.hpp"
#include "transport.hpp"

namespace scaispeak {

enum class Threading : std::int32_t
{
    Plugin = SCS_THREADING_PLUGIN,
    Instance = SCS_THREADING_INSTANCE,
    Concurrent = SCS_THREADING_CONCURRENT,
};

enum class Isolation : std::int32_t
{
    Any = SCS_ISOLATION_ANY,
    PreferWorker = SCS_ISOLATION_PREFER_WORKER,
    RequireWorker = SCS_ISOLATION_REQUIRE_WORKER,
};

/// What a plugin says of itself: see scs_plugin. Make it constexpr. `id` is the file's name without .so,
/// which scaispeak_add_plugin() gives as SCAISPEAK_PLUGIN_ID; SCAISPEAK_CONFIG_SCHEMA comes from its
/// generated <config_schema.h>.
struct PluginInfo
{
    std::string_view id;
    std::string_view name;
    std::string_view version;
    std::string_view vendor;
    std::string_view license;  ///< SPDX
    std::string_view configSchema;
    Threading threading = Threading::Plugin;
    Isolation isolation = Isolation::Any;
    std::string_view exclusiveGroup = {};
    std::uint32_t hostMinorRequired = 0;
};

namespace detail {

template <class Plugin>
scs_status create(const scs_host* host, scs_str config, void** instance, scs_error* error) noexcept
{
    return guarded(Host(host), error, [&] {
        *instance = new Instance<Plugin>(host, view(config));
        return Status::Ok;
    });
}

template <class Plugin>
void destroy(void* instance) noexcept
{
    delete static_cast<Instance<Plugin>*>(instance);
}

template <template <class> class Entry, class Plugin>
inline constexpr auto tableOf = Entry<Plugin>::table();

template <class Interface, template <class> class Entry, class Plugin>
const void* offered(std::string_view wanted, std::string_view id) noexcept
{
    if constexpr (std::is_base_of_v<Interface, Plugin>) {
        if (wanted == id) return &tableOf<Entry, Plugin>;
    }
    return nullptr;
}

template <class Plugin>
const void* interfaceOf(scs_str id) noexcept
{
    const std::string_view wanted = view(id);
    const void* const tables[] = {
        offered<Backend, BackendEntry, Plugin>(wanted, SCS_BACKEND_1),
        offered<BackendNodes, BackendNodesEntry, Plugin>(wanted, SCS_BACKEND_NODES_1),
        offered<Objects, ObjectsEntry, Plugin>(wanted, SCS_OBJECTS_1),
        offered<Destination, DestinationEntry, Plugin>(wanted, SCS_DESTINATION_1),
        offered<Authenticator, AuthEntry, Plugin>(wanted, SCS_AUTH_1),
        offered<TokenExchange, TokenExchangeEntry, Plugin>(wanted, SCS_TOKEN_EXCHANGE_1),
        offered<Preflight, PreflightEntry, Plugin>(wanted, SCS_PREFLIGHT_1),
        offered<Transport, TransportEntry, Plugin>(wanted, SCS_TRANSPORT_1),
    };
    for (const void* table : tables)
        if (table != nullptr) return table;
    return nullptr;
}

template <class Plugin>
constexpr scs_plugin describePlugin(const PluginInfo& info) noexcept
{
    return {sizeof(scs_plugin),
            SCS_ABI_MINOR,
            info.hostMinorRequired,
            SCS_ABI_DRAFT,
            str(info.id),
            str(info.name),
            str(info.version),
            str(info.vendor),
            str(info.license),
            str(info.configSchema),
            static_cast<std::int32_t>(info.threading),
            static_cast<std::int32_t>(info.isolation),
            str(info.exclusiveGroup),
            &create<Plugin>,
            &destroy<Plugin>,
            &interfaceOf<Plugin>};
}

}  // namespace detail
}  // namespace scaispeak

/// Once a plugin, outside of every namespace: exports `Plugin`, a class with a constructor
/// (const scaispeak::Host&, std::string_view configJson), under the constexpr PluginInfo `info`.
#define SCAISPEAK_PLUGIN(Plugin, info)                                                       \
    extern "C" SCS_EXPORT const scs_plugin* scaispeak_plugin_v1(void)                        \
    {                                                                                        \
        static constexpr scs_plugin table = scaispeak::detail::describePlugin<Plugin>(info); \
        return &table;                                                                       \
    }
