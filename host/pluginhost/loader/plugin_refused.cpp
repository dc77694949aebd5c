#include "pluginhost/loader/plugin_refused.hpp"

#include <utility>

namespace scaispeak::pluginhost {

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

}  // namespace scaispeak::pluginhost
