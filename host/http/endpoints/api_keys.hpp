#pragma once

#include "http/route_table.hpp"
#include "http/services.hpp"

namespace scaispeak::http::endpoints {

Endpoint createApiKey(Services& services);
Endpoint listApiKeys(Services& services);
Endpoint revokeApiKey(Services& services);

}  // namespace scaispeak::http::endpoints
