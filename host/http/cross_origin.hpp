#pragma once

#include "http/call.hpp"

#include <string>

namespace scaispeak::http {

/// Tells a browser that pages of the calling origin may read this call's answers, if `listen.cors_origins`
/// names it: headers that go with every answer of the call. Without such origins nothing is said. Credentials
/// are bearer tokens, so cookies are never allowed.
void addCrossOriginHeaders(Call& call);

/// Answers the question a browser asks before such a call, and returns true; false for any other request.
/// `methods` are those the path takes, empty for a path that is not there.
bool answerPreflight(Call& call, const std::string& methods);

}  // namespace scaispeak::http
