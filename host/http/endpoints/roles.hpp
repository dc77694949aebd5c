#pragma once

#include "http/route_table.hpp"
#include "http/services.hpp"

namespace scaispeak::http::endpoints {

Endpoint createRole(Services& services);
Endpoint listRoles(Services& services);
Endpoint changeRole(Services& services);
Endpoint removeRole(Services& services);
Endpoint grantUser(Services& services);

}  // namespace scaispeak::http::endpoints
