#pragma once

#include <string>

namespace scaispeak::http {

/// Whether a text from outside JSON (a form, a query) is well-formed UTF-8.
bool isUtf8(const std::string& text);

}  // namespace scaispeak::http
