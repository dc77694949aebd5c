#pragma once

#include "http/route_table.hpp"
#include "http/services.hpp"

namespace scaispeak::http {

/// Gives an endpoint the header `Idempotency-Key`: the same request with the same key is answered as the
/// first one was, without running `endpoint` again.
Endpoint idempotent(Services& services, Endpoint endpoint);

}  // namespace scaispeak::http
