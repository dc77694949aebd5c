#pragma once

#include <string>
#include <string_view>

namespace scaispeak::config {

/// An IPv4 or IPv6 address.
bool isIpAddress(const std::string& text);

/// An address, or a network as in 10.0.0.0/8.
bool isNetwork(const std::string& text);

/// An address or a host name to listen on. Not looked up.
bool isHost(const std::string& text);

/// `http(s)://host[:port][/path]`, without user, query and fragment.
bool isHttpUrl(std::string_view text);

/// `http(s)://host[:port]`, as a browser's Origin header has it.
bool isOrigin(std::string_view text);

}  // namespace scaispeak::config
