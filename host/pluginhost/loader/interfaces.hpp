#pragma once

#include <scaispeak/scaispeak.h>

#include <optional>
#include <string>
#include <vector>

namespace scaispeak::pluginhost {

/// The tables of a plugin that this host knows, copied and complete.
struct Interfaces
{
    std::optional<scs_backend> backend;
    std::optional<scs_backend_nodes> backendNodes;
    std::optional<scs_objects> objects;
    std::optional<scs_destination> destination;
    std::optional<scs_auth> auth;
    std::optional<scs_token_exchange> tokenExchange;
    std::optional<scs_preflight> preflight;
    std::optional<scs_transport> transport;

    /// Interface ids in the order above, e.g. "scaispeak.backend/1".
    std::vector<std::string> ids() const;
    /// What the plugin can be used as: backend, storage, auth, preflight, transport.
    std::vector<std::string> kinds() const;
};

/// Step "interfaces": asks for every known interface. Refuses a table that is cut short or lacks a required
/// function, and a plugin without any known interface. Throws PluginRefused.
Interfaces readInterfaces(const std::string& id, const void* (*getInterface)(scs_str));

}  // namespace scaispeak::pluginhost
