#pragma once

#include "http/route_table.hpp"
#include "http/services.hpp"

namespace scaispeak::http::endpoints {

/// POST /voices/{id}/evict: what nodes hold of a voice goes.
Endpoint evictVoice(Services& services);

}  // namespace scaispeak::http::endpoints
