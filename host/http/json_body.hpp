#pragma once

#include "http/call.hpp"

#include <boost/json.hpp>

namespace scaispeak::http {

/// The body as a JSON object. Throws Failure: PayloadTooLarge, MalformedRequest (what the parser refuses),
/// ValidationError (JSON, but no object).
boost::json::object jsonBody(const Call& call);

/// Throws Failure(PayloadTooLarge) when the body was over the limit.
void requireBodyWithinLimit(const Call& call);

}  // namespace scaispeak::http
