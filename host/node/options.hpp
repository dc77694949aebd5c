#pragma once

#include "config/configuration.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace scaispeak::node {

/// What the command line says.
struct Options
{
    std::string engine;
    std::filesystem::path config;
    std::optional<std::uint16_t> port;
    std::optional<std::string> address;
    std::optional<std::uint16_t> metricsPort;
    std::optional<config::Isolation> isolation;
    std::optional<std::uint32_t> workers;
};

/// The file and the environment, or the defaults when there is no file, under what the command line says.
/// Throws config::ConfigurationError.
config::Configuration configurationOf(const Options& options);

}  // namespace scaispeak::node
