#pragma once

#include "http/route_table.hpp"
#include "http/services.hpp"

namespace scaispeak::http {

/// Every route of the contract, with what it needs and what it does; those that are not built yet answer 501.
std::vector<Route> contractRoutes(Services& services);

/// What the listener of the metrics serves.
std::vector<Route> metricsRoutes(Services& services);

}  // namespace scaispeak::http
