#pragma once

#include "http/route_table.hpp"
#include "http/services.hpp"

namespace scaispeak::http::endpoints {

/// GET /v1/infra/nodes. Where they are and what they suffer from is for super admins alone.
Endpoint nodes(Services& services);

}  // namespace scaispeak::http::endpoints
