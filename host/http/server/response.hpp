#pragma once

#include <string>
#include <utility>
#include <vector>

namespace scaispeak::http {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// A whole answer. Content-Length, Transfer-Encoding, Connection and Date are set by the front end: never put
/// them into `headers`. CR, LF and NUL in a header value are sent as spaces.
struct Response
{
    int status = 200;
    Headers headers;
    std::string body;
    /// Close the connection after this answer.
    bool close = false;
};

/// The head of a streamed answer. `trailerNames` is the value of the Trailer header; empty: no such header.
struct StreamHead
{
    int status = 200;
    Headers headers;
    std::string trailerNames;
};

}  // namespace scaispeak::http
