#pragma once

#include "core/policy_repository.hpp"

namespace scaispeak::store {

class Database;

/// The policies in the database, which outlives it. Thread safe.
class PolicyStore : public core::PolicyRepository
{
public:
    explicit PolicyStore(Database& database) : _database(database) {}

    core::Policy findOrMake(const std::string& tenantId, const core::Policy& initial) override;
    core::Policy change(const core::AuditRow& audit, const core::Policy& initial,
                        const std::function<core::Policy(const core::Policy&)>& change) override;

private:
    Database& _database;
};

}  // namespace scaispeak::store
