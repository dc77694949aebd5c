#pragma once

#include "check.hpp"

namespace scaispeak::check {

using Checks = std::vector<Check>;

Checks fileChecks();
Checks loadChecks();
Checks lifecycleChecks();
Checks backendChecks();
Checks backendStopChecks();
Checks backendParallelChecks();
Checks authChecks();
Checks objectsChecks();
Checks destinationChecks();
Checks preflightChecks();
Checks transportChecks();
Checks backendEnduranceChecks();

}  // namespace scaispeak::check
