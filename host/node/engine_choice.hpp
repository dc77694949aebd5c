#pragma once

#include "config/configuration.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace scaispeak::node {

/// Which engine a node serves, and where that one runs when the command line says so; else the plugin's entry
/// in the configuration does.
struct EngineChoice
{
    std::string name;
    std::optional<config::Isolation> isolation;
    std::optional<std::uint32_t> workers;
};

}  // namespace scaispeak::node
