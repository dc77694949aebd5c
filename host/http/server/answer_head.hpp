#pragma once

#include "http/server/http_date.hpp"
#include "http/server/request_reader.hpp"
#include "http/server/response.hpp"

#include <string>

namespace scaispeak::http {

/// Whether an answer of this status has a body at all.
bool hasBody(int status) noexcept;

/// The head of a whole answer, with its empty line. `keep`: the connection goes on.
std::string unaryHead(const Response& response, const AnswerRules& rules, bool keep, HttpDate& date);

/// The head of a streamed answer: chunked, or for HTTP/1.0 ended by the end of the connection.
std::string streamHead(const StreamHead& head, const AnswerRules& rules, bool keep, HttpDate& date);

/// Name, colon, value, CR LF of each; what could end a line or the text becomes a space.
void appendHeaders(std::string& text, const Headers& headers);

}  // namespace scaispeak::http
