#pragma once

#include "config/configuration.hpp"
#include "config/node.hpp"

namespace scaispeak::config {

/// What one key says of another: plugins that are named are in `plugins`, the default backend is an allowed
/// one, two listeners do not share a port. `root` is the tree that the configuration was read from, for the
/// places of faults.
void checkAcross(const Configuration& configuration, const Node& root, Faults& faults);

}  // namespace scaispeak::config
