#pragma once

#include "core/audit_log.hpp"
#include "core/policy.hpp"

#include <functional>
#include <string>

namespace scaispeak::core {

/// Policies as they are kept, one a tenant. Thread safe; throws Failure(StorageUnavailable).
class PolicyRepository
{
public:
    virtual ~PolicyRepository() = default;
    /// The tenant's; `initial` is kept as such if there is none yet.
    virtual Policy findOrMake(const std::string& tenantId, const Policy& initial) = 0;

    /// Lets `change` make another of the tenant's policy and keeps that together with the audit row, or
    /// neither. Nothing is written when it is the same; what `change` throws passes through.
    virtual Policy change(const AuditRow& audit, const Policy& initial,
                          const std::function<Policy(const Policy&)>& change) = 0;
};

}  // namespace scaispeak::core
