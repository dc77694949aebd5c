#pragma once

#include "core/policy_source.hpp"

namespace scaispeak::tests {

/// The same for all tenants.
class FixedPolicies : public core::PolicySource
{
public:
    std::shared_ptr<const core::Policy> of(const std::string&) override
    {
        return std::make_shared<const core::Policy>(policy);
    }
    core::Policy policy;
};

}  // namespace scaispeak::tests
