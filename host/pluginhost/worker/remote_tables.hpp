#pragma once

#include "pluginhost/loader/interfaces.hpp"

#include <string>
#include <vector>

namespace scaispeak::pluginhost {

/// The tables of an interface over workers; `instance` is a RemoteInstance in each of their functions.
const scs_backend& remoteBackend();
const scs_backend_nodes& remoteBackendNodes();
const scs_objects& remoteObjects();
const scs_destination& remoteDestination();
const scs_auth& remoteAuth();
const scs_token_exchange& remoteTokenExchange();
const scs_preflight& remotePreflight();
const scs_transport& remoteTransport();

/// Those that a manifest names; what this host does not know is left out.
Interfaces remoteInterfaces(const std::vector<std::string>& ids);

}  // namespace scaispeak::pluginhost
