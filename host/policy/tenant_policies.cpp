#include "policy/tenant_policies.hpp"

#include "core/identifiers.hpp"

#include <chrono>

namespace scaispeak::policy {
namespace {

// Contract, section 6: in force within 1 s on other hosts.
constexpr std::chrono::milliseconds lifetime{900};
constexpr std::size_t tenantsKept = 10'000;

}  // namespace

TenantPolicies::TenantPolicies(core::PolicyRepository& policies, Deployment deployment)
    : _policies(policies), _deployment(std::move(deployment)), _known(lifetime, tenantsKept)
{}

std::shared_ptr<const core::Policy> TenantPolicies::of(const std::string& tenantId)
{
    const auto asked = std::chrono::steady_clock::now();
    if (auto known = _known.find(tenantId, asked)) return *known;
    const std::uint64_t changes = _changes.load();
    auto read =
        std::make_shared<const core::Policy>(_policies.findOrMake(tenantId, _deployment.get()->initial));
    // What was read before a change here must not outlive it.
    if (changes == _changes.load()) _known.store(tenantId, read, asked);
    return read;
}

core::Policy TenantPolicies::change(const core::Principal& caller, const PolicyPatch& patch,
                                    const std::string& requestId)
{
    const std::string& tenant = caller.identity.tenantId;
    const auto deployment = _deployment.get();
    core::Policy changed = _policies.change(
        {tenant, caller.identity.userId, "policy.change", tenant, core::nowMicros(), requestId},
        deployment->initial,
        [&](const core::Policy& policy) { return patched(policy, patch, deployment->slots); });
    ++_changes;
    _known.erase(tenant);
    return changed;
}

core::Policy TenantPolicies::supposed(const std::string& tenantId, const PolicyPatch& patch)
{
    const bool asItIs = !patch.allowedBackends && !patch.defaultBackend;
    return asItIs ? *of(tenantId) : patched(*of(tenantId), patch, _deployment.get()->slots);
}

}  // namespace scaispeak::policy
