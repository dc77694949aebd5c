#pragma once

#include "core/role_repository.hpp"

namespace scaispeak::store {

class Database;

/// Custom roles and users' grants in the database, which outlives it. Thread safe. At most 200 roles a page.
class RoleStore : public core::RoleRepository
{
public:
    explicit RoleStore(Database& database) : _database(database) {}

    core::RoleInsertion insert(const core::CustomRole& role, std::size_t mostInTenant,
                               const core::AuditRow& audit) override;
    std::optional<core::CustomRole> find(const std::string& tenantId, const std::string& id) override;
    core::CustomRolePage list(const std::string& tenantId, std::size_t limit,
                              const std::string& cursor) override;
    std::optional<core::CustomRole> change(const std::vector<std::string>& permissions,
                                           const core::AuditRow& audit) override;
    bool remove(const core::AuditRow& audit) override;
    std::map<std::string, std::vector<std::string>> permissionsOf(
        const std::string& tenantId, const std::vector<std::string>& names) override;
    core::UserGrants grantsOf(const std::string& tenantId, const std::string& userId) override;
    void grant(const core::UserGrants& grants, const core::AuditRow& audit) override;

private:
    Database& _database;
};

}  // namespace scaispeak::store
