#pragma once

#include "http/call.hpp"

#include <map>
#include <string>

namespace scaispeak::http {

/// Whether the body is multipart/form-data.
bool isMultipart(const Call& call);

/// The text fields of a multipart body; files are not taken here. Of a name given twice the last counts.
/// Throws Failure: PayloadTooLarge, MalformedRequest.
std::map<std::string, std::string> multipartFields(const Call& call);

}  // namespace scaispeak::http
