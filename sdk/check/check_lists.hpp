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

}  // namespace scaispeak::check
