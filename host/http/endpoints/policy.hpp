#pragma once

#include "http/route_table.hpp"
#include "http/services.hpp"

namespace scaispeak::http::endpoints {

Endpoint getPolicy(Services& services);
Endpoint changePolicy(Services& services);
Endpoint explainPolicy(Services& services);

}  // namespace scaispeak::http::endpoints
