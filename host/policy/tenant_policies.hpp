#pragma once

#include "core/expiring_cache.hpp"
#include "core/policy_repository.hpp"
#include "core/policy_source.hpp"
#include "core/principal.hpp"
#include "core/setting.hpp"
#include "policy/policy_patch.hpp"

#include <atomic>
#include <memory>
#include <string>
#include <vector>

namespace scaispeak::policy {

/// The tenants' policies: made on first use from the deployment's default, and then the tenant's own. Answers
/// from memory for less than a second, so that a change on another host counts within a second; one on this
/// host counts for the next call. Thread safe; throws Failure(StorageUnavailable).
class TenantPolicies : public core::PolicySource
{
public:
    /// What the configuration says.
    struct Deployment
    {
        core::Policy initial;
        std::vector<std::string> slots;  ///< All names, in their order.
    };

    TenantPolicies(core::PolicyRepository& policies, Deployment deployment);

    std::shared_ptr<const core::Policy> of(const std::string& tenantId) override;

    /// Of the caller's tenant. Throws as patched() does. What it is now.
    core::Policy change(const core::Principal& caller, const PolicyPatch& patch,
                        const std::string& requestId);
    /// What `change` would make, without making it.
    core::Policy supposed(const std::string& tenantId, const PolicyPatch& patch);

    /// After a reload.
    void configure(Deployment deployment) { _deployment.set(std::move(deployment)); }

private:
    core::PolicyRepository& _policies;
    core::Setting<Deployment> _deployment;
    core::ExpiringCache<std::string, std::shared_ptr<const core::Policy>> _known;
    std::atomic<std::uint64_t> _changes{0};
};

}  // namespace scaispeak::policy
