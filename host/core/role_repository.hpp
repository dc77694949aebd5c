#pragma once

#include "core/audit_log.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace scaispeak::core {

/// A role that a tenant made for itself. Its name is what tokens and grants carry.
struct CustomRole
{
    std::string id;
    std::string tenantId;
    std::string name;
    std::vector<std::string> permissions;
    std::int64_t createdAt = 0;  ///< Unix microseconds
    std::int64_t updatedAt = 0;
};

struct CustomRolePage
{
    std::vector<CustomRole> items;
    std::string nextCursor;
};

/// What a user was given in a tenant, beside what a credential says.
struct UserGrants
{
    std::vector<std::string> roles;
    std::vector<std::string> permissions;
};

enum class RoleInsertion
{
    Done,
    NameTaken,
    TooMany
};

/// Roles and grants as they are kept. A change and its audit row, which names tenant, id and time, are
/// written together or not at all. Thread safe. Throws Failure(StorageUnavailable) when the database does not
/// answer.
class RoleRepository
{
public:
    virtual ~RoleRepository() = default;
    virtual RoleInsertion insert(const CustomRole& role, std::size_t mostInTenant, const AuditRow& audit) = 0;
    virtual std::optional<CustomRole> find(const std::string& tenantId, const std::string& id) = 0;
    /// By name.
    virtual CustomRolePage list(const std::string& tenantId, std::size_t limit,
                                const std::string& cursor) = 0;
    /// Nothing when there is no such role.
    virtual std::optional<CustomRole> change(const std::vector<std::string>& permissions,
                                             const AuditRow& audit) = 0;
    /// With every grant of it. False when there is no such role.
    virtual bool remove(const AuditRow& audit) = 0;

    /// The permissions of those roles of the tenant that are named.
    virtual std::map<std::string, std::vector<std::string>> permissionsOf(
        const std::string& tenantId, const std::vector<std::string>& names) = 0;
    virtual UserGrants grantsOf(const std::string& tenantId, const std::string& userId) = 0;
    /// In place of what the user, the audit row's resource, had. Also makes sure that rows of tenant and user
    /// are there.
    virtual void grant(const UserGrants& grants, const AuditRow& audit) = 0;
};

}  // namespace scaispeak::core
