#pragma once

#include <Poco/Net/HTTPRequest.h>

#include <chrono>
#include <string>

namespace scaispeak::http {

/// A complete request, head and body. `path` and `query` are the target as received (not percent-decoded),
/// without the '?'; of an absolute target only its path and query are kept. `body` has its chunked framing
/// removed.
struct Request
{
    Poco::Net::HTTPRequest head;
    std::string path;
    std::string query;
    std::string body;
    /// The body was over the limit and was not kept; the connection closes after the answer.
    bool bodyTooLarge = false;
    /// IP address as text, without port.
    std::string peerAddress;
    /// It came over TLS.
    bool secure = false;
    /// When the request was complete.
    std::chrono::steady_clock::time_point received;
};

}  // namespace scaispeak::http
