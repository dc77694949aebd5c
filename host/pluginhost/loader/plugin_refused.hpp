#pragma once

#include "pluginhost/loader/config_fault.hpp"

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace scaispeak::pluginhost {

/// What is done, in this order, until a plugin may be used. Each step refuses on its own.
enum class LoadStep : std::uint8_t
{
    Path,
    Elf,
    Manifest,
    Open,
    Symbol,
    Descriptor,
    Interfaces,
    Schema,
    Compare,
    Config,
    Isolation,
    Create,
    Describe,
    Lookup,  ///< Asked for a plugin or an interface that is not there.
};

std::string_view word(LoadStep step) noexcept;

/// A plugin is not used, with the step that refused it and a reason that names cause and remedy. Both are
/// public to operators: no secret stands in them.
class PluginRefused : public std::runtime_error
{
public:
    PluginRefused(LoadStep step, std::string pluginId, std::string reason);
    /// Step Config: what its schema refuses, never empty.
    PluginRefused(const std::string& pluginId, std::vector<ConfigFault> faults);

    LoadStep step() const noexcept { return _step; }
    const std::string& pluginId() const noexcept { return _pluginId; }
    const std::string& reason() const noexcept { return _reason; }
    /// Empty but for step Config.
    const std::vector<ConfigFault>& faults() const noexcept { return _faults; }

private:
    LoadStep _step;
    std::string _pluginId;
    std::string _reason;
    std::vector<ConfigFault> _faults;
};

}  // namespace scaispeak::pluginhost
