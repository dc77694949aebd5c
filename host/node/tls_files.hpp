#pragma once

#include "config/configuration.hpp"

#include <optional>
#include <string>

namespace scaispeak::node {

/// What a node shows its hosts, and whom it takes for one. PEM texts; the key is secret.
struct TlsFiles
{
    std::string certificate;
    std::string key;
    std::string clientCa;  ///< Empty: hosts need no certificate.
};

/// What listen.tls and node.client_ca name, read and looked at; nothing when neither is given. Throws
/// ConfigurationError with every fault: files that cannot be used, a client_ca that would not be asked for
/// since there is no TLS.
std::optional<TlsFiles> readTls(const config::Configuration& configuration);

}  // namespace scaispeak::node
