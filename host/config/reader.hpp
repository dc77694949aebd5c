#pragma once

#include "config/configuration.hpp"
#include "config/node.hpp"

#include <filesystem>

namespace scaispeak::config {

class Section;

/// Fills a configuration from a merged tree, type and range checked key by key. `folder` is what relative
/// paths are seen from. Keys that are absent keep their defaults.
void readConfiguration(const Node& root, const std::filesystem::path& folder, Configuration& configuration,
                       Faults& faults);

/// The parts of it, by subject.
void readHost(Section& root, const std::filesystem::path& folder, Configuration& configuration);
void readPlugins(Section& root, const std::filesystem::path& folder, Configuration& configuration);
void readSpeech(Section& root, Configuration& configuration);
void readNeighbours(Section& root, Configuration& configuration);

}  // namespace scaispeak::config
