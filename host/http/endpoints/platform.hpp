#pragma once

#include "http/route_table.hpp"
#include "http/services.hpp"

namespace scaispeak::http::endpoints {

/// GET /health, .../healthz: alive, without looking at anything.
Endpoint health();
/// GET /health/ready, .../readyz
Endpoint ready(Services& services);
/// GET /metrics
Endpoint metrics(Services& services);
/// GET /openapi.json: host/http/openapi.json as it was when the host was built.
Endpoint openapi();
/// GET /v1/me
Endpoint me();
/// GET /v1/infra/plugins
Endpoint plugins(Services& services);

}  // namespace scaispeak::http::endpoints
