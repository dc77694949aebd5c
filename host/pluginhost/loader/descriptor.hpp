#pragma once

#include "pluginhost/loader/abi_version.hpp"

#include <scaispeak/abi.h>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace scaispeak::pluginhost {

enum class Threading : std::uint8_t
{
    Plugin,
    Instance,
    Concurrent
};
enum class Isolation : std::uint8_t
{
    Any,
    PreferWorker,
    RequireWorker
};

/// As manifests and status lists spell them: "plugin", "instance", "concurrent"; "any", "prefer_worker",
/// "require_worker".
std::string_view word(Threading threading) noexcept;
std::string_view word(Isolation isolation) noexcept;

/// What a plugin says of itself, checked and copied.
struct Descriptor
{
    std::string id;
    std::string name;
    std::string version;
    std::string vendor;
    std::string license;
    std::string configSchema;
    std::string exclusiveGroup;
    AbiVersion abi;
    Threading threading = Threading::Plugin;
    Isolation isolation = Isolation::Any;
    /// Of scs_plugin, or what stands for it when the plugin lives in another process.
    std::function<scs_status(const scs_host*, scs_str config, void** instance, scs_error*)> create;
    std::function<void(void* instance)> destroy;
    decltype(scs_plugin::get_interface) getInterface = nullptr;
};

/// Step "descriptor": takes what scaispeak_plugin_v1() returned, reading no byte beyond its struct_size. `id`
/// is the one that the file's name says. Throws PluginRefused.
Descriptor readDescriptor(const std::string& id, const scs_plugin* theirs);

}  // namespace scaispeak::pluginhost
