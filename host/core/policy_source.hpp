#pragma once

#include "core/policy.hpp"

#include <memory>
#include <string>

namespace scaispeak::core {

/// The policy in force for a tenant's next call. Thread safe; may ask a database, and then throws
/// Failure(StorageUnavailable).
class PolicySource
{
public:
    virtual ~PolicySource() = default;
    /// Never null.
    virtual std::shared_ptr<const Policy> of(const std::string& tenantId) = 0;
};

}  // namespace scaispeak::core
