#pragma once

#include "check.hpp"

namespace scaispeak::check {

using Checks = std::vector<Check>;

Checks fileChecks();
Checks loadChecks();
Checks lifecycleChecks();

}  // namespace scaispeak::check
