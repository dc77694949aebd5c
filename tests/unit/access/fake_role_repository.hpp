#pragma once

#include "core/failure.hpp"
#include "core/role_repository.hpp"

#include <algorithm>
#include <map>

namespace scaispeak::access {

/// Roles and grants in memory; `broken` makes every call fail as a database that does not answer.
class FakeRoleRepository : public core::RoleRepository
{
public:
    std::map<std::string, core::CustomRole> roles;
    std::map<std::string, core::UserGrants> grants;  ///< by tenant/user
    std::vector<core::AuditRow> audit;
    bool broken = false;
    int reads = 0;

    core::RoleInsertion insert(const core::CustomRole& role, std::size_t most,
                               const core::AuditRow& row) override
    {
        if (roles.size() >= most) return core::RoleInsertion::TooMany;
        for (const auto& [id, other] : roles)
            if (other.tenantId == role.tenantId && other.name == role.name)
                return core::RoleInsertion::NameTaken;
        roles[role.id] = role;
        audit.push_back(row);
        return core::RoleInsertion::Done;
    }

    std::optional<core::CustomRole> find(const std::string& tenantId, const std::string& id) override
    {
        const auto found = roles.find(id);
        if (found == roles.end() || found->second.tenantId != tenantId) return std::nullopt;
        return found->second;
    }

    core::CustomRolePage list(const std::string& tenantId, std::size_t, const std::string&) override
    {
        core::CustomRolePage page;
        for (const auto& [id, role] : roles)
            if (role.tenantId == tenantId) page.items.push_back(role);
        return page;
    }

    std::optional<core::CustomRole> change(const std::vector<std::string>& permissions,
                                           const core::AuditRow& row) override
    {
        if (!find(row.tenantId, row.resourceId)) return std::nullopt;
        audit.push_back(row);
        roles[row.resourceId].permissions = permissions;
        return roles[row.resourceId];
    }

    bool remove(const core::AuditRow& row) override
    {
        if (!find(row.tenantId, row.resourceId)) return false;
        audit.push_back(row);
        return roles.erase(row.resourceId) == 1;
    }

    std::map<std::string, std::vector<std::string>> permissionsOf(
        const std::string& tenantId, const std::vector<std::string>& names) override
    {
        std::map<std::string, std::vector<std::string>> found;
        for (const auto& [id, role] : roles)
            if (role.tenantId == tenantId && std::ranges::find(names, role.name) != names.end())
                found[role.name] = role.permissions;
        return found;
    }

    core::UserGrants grantsOf(const std::string& tenantId, const std::string& userId) override
    {
        if (broken) throw core::Failure(core::ErrorCode::StorageUnavailable, "no answer");
        ++reads;
        return grants[tenantId + "/" + userId];
    }

    void grant(const core::UserGrants& given, const core::AuditRow& row) override
    {
        grants[row.tenantId + "/" + row.resourceId] = given;
        audit.push_back(row);
    }
};

}  // namespace scaispeak::access
