#pragma once

#include <scaispeak/plugin.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace scaispeak::scaiinfer {

/// PEM texts.
struct TlsFiles
{
    std::string ca;
    std::string certificate;
    std::string key;
};

struct Settings
{
    std::vector<std::string> nodes;  ///< host:port
    std::string dnsName;             ///< Empty = none.
    std::string dnsPort;
    std::string engine;
    std::chrono::milliseconds admissionWait{0};  ///< The host waits, and has other slots to ask.
    std::chrono::milliseconds connect{2'000};    ///< To a node; how long it may take.
    std::optional<TlsFiles> tls;
};

/// Of JSON that fits the schema. Throws Error for files that cannot be read and for no nodes at all.
Settings readSettings(std::string_view config);

}  // namespace scaispeak::scaiinfer
