#pragma once

#include "http/route_table.hpp"

namespace scaispeak::http::endpoints {

/// 501 for a route of the contract that this version does not have yet.
Endpoint unbuilt();
/// 501 naming the package that brings WebRTC.
Endpoint webrtcUnavailable();
/// 404: the deployment has no ScaiDrive.
Endpoint scaidriveNotAvailable();

}  // namespace scaispeak::http::endpoints
