#pragma once

#include "core/policy.hpp"

#include <optional>
#include <string>
#include <vector>

namespace scaispeak::policy {

/// What somebody wants changed of a policy; what is not given stays.
struct PolicyPatch
{
    std::optional<std::vector<std::string>> allowedBackends;
    std::optional<std::string> defaultBackend;
};

/// The policy with the patch merged in. Throws Failure(ValidationError), with all faults at once, unless it
/// allows at least one, each once, and only slots of the deployment, the default among them.
core::Policy patched(const core::Policy& policy, const PolicyPatch& patch,
                     const std::vector<std::string>& slots);

}  // namespace scaispeak::policy
