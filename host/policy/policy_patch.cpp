#include "policy/policy_patch.hpp"

#include "core/failure.hpp"

#include <algorithm>
#include <set>

namespace scaispeak::policy {
namespace {

bool contains(const std::vector<std::string>& names, const std::string& name)
{
    return std::ranges::find(names, name) != names.end();
}

std::string listed(const std::vector<std::string>& names)
{
    std::string text;
    for (const std::string& name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text;
}

std::vector<core::FailureDetail> faultsOf(const core::Policy& policy, const std::vector<std::string>& slots)
{
    std::vector<core::FailureDetail> faults;
    const auto fault = [&](std::string field, std::string message) {
        faults.push_back({std::move(field), "", std::move(message)});
    };
    if (policy.allowedBackends.empty())
        fault("allowed_backends", "must name at least one backend of: " + listed(slots));
    std::set<std::string> seen;
    for (const std::string& name : policy.allowedBackends) {
        if (!contains(slots, name))
            fault("allowed_backends",
                  "'" + name + "' is not a backend of this deployment; it has: " + listed(slots));
        if (!seen.insert(name).second) fault("allowed_backends", "names '" + name + "' twice");
    }
    if (!contains(policy.allowedBackends, policy.defaultBackend))
        fault("default_backend", "'" + policy.defaultBackend +
                                     "' is not among allowed_backends; allow it, or choose one of: " +
                                     listed(policy.allowedBackends));
    return faults;
}

}  // namespace

core::Policy patched(const core::Policy& policy, const PolicyPatch& patch,
                     const std::vector<std::string>& slots)
{
    core::Policy result = policy;
    if (patch.allowedBackends) result.allowedBackends = *patch.allowedBackends;
    if (patch.defaultBackend) result.defaultBackend = *patch.defaultBackend;
    auto faults = faultsOf(result, slots);
    if (faults.empty()) return result;
    throw core::Failure(core::ErrorCode::ValidationError,
                        "this policy cannot be; 'details' says why, and nothing was changed")
        .withDetails(std::move(faults));
}

}  // namespace scaispeak::policy
