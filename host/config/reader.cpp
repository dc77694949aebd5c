#include "config/reader.hpp"

#include "config/section.hpp"

namespace scaispeak::config {

void readConfiguration(const Node& root, const std::filesystem::path& folder, Configuration& configuration,
                       Faults& faults)
{
    Section section(root, "", faults);
    readHost(section, folder, configuration);
    readPlugins(section, folder, configuration);
    readSpeech(section, configuration);
    readNeighbours(section, configuration);
}

}  // namespace scaispeak::config
