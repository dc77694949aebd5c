#pragma once

#include "core/credential_lookup.hpp"
#include "core/logger.hpp"
#include "core/metrics.hpp"

#include <filesystem>
#include <string>

namespace scaispeak::pluginhost {

/// What the host lets plugins use. The references must outlive every plugin.
struct HostServices
{
    core::Logger& logger;
    core::Metrics& metrics;
    core::CredentialLookup& credentials;
    std::string hostName;  ///< E.g. "scaispeakd".
    std::string hostVersion;
    /// scaispeak-worker; empty: plugins run in this process alone.
    std::filesystem::path workerProgram = {};
};

}  // namespace scaispeak::pluginhost
