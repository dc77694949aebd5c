#include "pluginhost/loader/plugin_refused.hpp"

#include <utility>

namespace scaispeak::pluginhost {

namespace {

std::string joined(const std::string& pluginId, const std::vector<ConfigFault>& faults)
{
    std::string text;
    for (const ConfigFault& fault : faults)
        text += (text.empty() ? "plugins." : "; plugins.") + pluginId + ".config" +
                (fault.path.empty() ? "" : ".") + fault.path + ": " + fault.reason;
    return text;
}

}  // namespace

std::string_view word(LoadStep step) noexcept
{
    switch (step) {
        case LoadStep::Path:
            return "path";
        case LoadStep::Elf:
            return "elf";
        case LoadStep::Manifest:
            return "manifest";
        case LoadStep::Open:
            return "open";
        case LoadStep::Symbol:
            return "symbol";
        case LoadStep::Descriptor:
            return "descriptor";
        case LoadStep::Interfaces:
            return "interfaces";
        case LoadStep::Compare:
            return "compare";
        case LoadStep::Schema:
            return "schema";
        case LoadStep::Config:
            return "config";
        case LoadStep::Isolation:
            return "isolation";
        case LoadStep::Create:
            return "create";
        case LoadStep::Describe:
            return "describe";
        case LoadStep::Lookup:
            return "lookup";
    }
    return "unknown";
}

PluginRefused::PluginRefused(LoadStep step, std::string pluginId, std::string reason)
    : std::runtime_error("plugin " + pluginId + " refused (" + std::string(word(step)) + "): " + reason),
      _step(step),
      _pluginId(std::move(pluginId)),
      _reason(std::move(reason))
{}

PluginRefused::PluginRefused(const std::string& pluginId, std::vector<ConfigFault> faults)
    : PluginRefused(LoadStep::Config, pluginId, joined(pluginId, faults))
{
    _faults = std::move(faults);
}

}  // namespace scaispeak::pluginhost
