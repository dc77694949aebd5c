#pragma once

#include "http/route_table.hpp"
#include "http/services.hpp"

namespace scaispeak::http::endpoints {

/// POST /speak
Endpoint speak(Services& services);
/// POST /voices/{id}/preview
Endpoint preview(Services& services);

}  // namespace scaispeak::http::endpoints
