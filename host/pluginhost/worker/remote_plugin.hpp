#pragma once

#include "pluginhost/loader/descriptor.hpp"
#include "pluginhost/loader/interfaces.hpp"
#include "pluginhost/plugin_host.hpp"

namespace scaispeak::pluginhost {

/// The descriptor of a plugin that is to live in workers: its create starts them and waits for the first, its
/// destroy ends them, and what it makes is a RemoteInstance for the remote tables.
Descriptor remoteDescriptor(Descriptor described, const Interfaces& interfaces, const PluginSpec& spec,
                            const HostServices& services);

}  // namespace scaispeak::pluginhost
