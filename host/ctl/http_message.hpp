#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace scaispeak::ctl {

/// Names in lower case.
using HeaderFields = std::map<std::string, std::string>;

struct HttpRequest
{
    std::string method = "GET";
    std::string url;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
};

struct HttpHead
{
    int status = 0;
    HeaderFields fields;
};

/// Takes an answer as it comes. What it throws ends the transfer and reaches who sent the request.
class HttpReceiver
{
public:
    virtual ~HttpReceiver() = default;
    /// Once, as soon as it is there.
    virtual void head(const HttpHead& head) = 0;
    virtual void body(std::span<const std::byte> bytes) = 0;
};

}  // namespace scaispeak::ctl
