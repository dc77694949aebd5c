#pragma once

#include "http/route_table.hpp"
#include "http/services.hpp"

namespace scaispeak::http::endpoints {

Endpoint listVoices(Services& services);
Endpoint getVoice(Services& services);

}  // namespace scaispeak::http::endpoints
