#pragma once

#include "pluginhost/loader/plugin_refused.hpp"

#include <cstdint>
#include <string>

namespace scaispeak::pluginhost {

/// The plugin ABI that a plugin was built with and what it asks of its host.
struct AbiVersion
{
    std::uint32_t major = 0;
    std::uint32_t minor = 0;
    std::uint32_t draft = 0;  ///< 0 = not a draft.
    std::uint32_t hostMinorRequired = 0;
    bool operator==(const AbiVersion&) const = default;
};

/// What this host speaks.
AbiVersion hostAbiVersion() noexcept;

/// E.g. "1.0", "1.0 draft 1".
std::string toString(const AbiVersion& version);

/// Refuses a plugin that this host cannot work with, naming both versions and which side to upgrade.
void checkAbiVersion(LoadStep step, const std::string& id, const AbiVersion& plugin);

}  // namespace scaispeak::pluginhost
