#include "store/role_store.hpp"

#include "store/audit_store.hpp"
#include "store/connection.hpp"
#include "store/cursor.hpp"
#include "store/database.hpp"
#include "store/json_list.hpp"
#include "store/owner_rows.hpp"
#include "store/sql_text.hpp"
#include "store/storable_text.hpp"

#include <algorithm>

namespace scaispeak::store {
namespace {

constexpr std::size_t maxPage = 200;
constexpr std::size_t placeParts = 1;
const std::string columns = "role_id, tenant_id, name, permissions, created_at, updated_at";

core::CustomRole roleOf(const Row& row)
{
    return {row.text(0), row.text(1), row.text(2), listOfJson(row.text(3)), row.integer(4), row.integer(5)};
}

std::optional<core::CustomRole> firstOf(const Rows& rows)
{
    if (rows.empty()) return std::nullopt;
    return roleOf(rows.front());
}

void insertGrants(Connection& connection, const core::AuditRow& audit, const std::string& kind,
                  const std::vector<std::string>& names)
{
    for (const std::string& name : names)
        connection.query(
            "INSERT INTO role_grants (tenant_id, user_id, kind, name, granted_at) VALUES ($1, $2, $3, $4, "
            "$5) "
            "ON CONFLICT DO NOTHING",
            {audit.tenantId, audit.resourceId, kind, name, audit.at});
}

}  // namespace

core::RoleInsertion RoleStore::insert(const core::CustomRole& role, std::size_t mostInTenant,
                                      const core::AuditRow& audit)
{
    const std::string auditId = newAuditId();
    return _database.write([&](Connection& connection) {
        insertOwner(connection, role.tenantId, audit.actorUserId, role.createdAt);
        const Rows counted =
            connection.query("SELECT count(*) FROM custom_roles WHERE tenant_id = $1", {role.tenantId});
        if (counted.front().integer(0) >= static_cast<std::int64_t>(mostInTenant))
            return core::RoleInsertion::TooMany;
        const Rows made = connection.query("INSERT INTO custom_roles (" + columns +
                                               ") VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant_id, "
                                               "name) DO NOTHING RETURNING role_id",
                                           {role.id, role.tenantId, role.name, jsonOfList(role.permissions),
                                            role.createdAt, role.updatedAt});
        if (made.empty()) return core::RoleInsertion::NameTaken;
        insertAudit(connection, auditId, audit);
        return core::RoleInsertion::Done;
    });
}

std::optional<core::CustomRole> RoleStore::find(const std::string& tenantId, const std::string& id)
{
    if (!isStorableText(id)) return std::nullopt;
    return _database.read([&](Connection& connection) {
        return firstOf(
            connection.query("SELECT " + columns + " FROM custom_roles WHERE tenant_id = $1 AND role_id = $2",
                             {tenantId, id}));
    });
}

core::CustomRolePage RoleStore::list(const std::string& tenantId, std::size_t limit,
                                     const std::string& cursor)
{
    const std::size_t pageSize = std::clamp<std::size_t>(limit, 1, maxPage);
    const ListIdentity identity{"custom_roles", tenantId};
    const std::string after =
        cursor.empty() ? std::string() : decodeCursor(identity, cursor, placeParts).front();
    return _database.read([&](Connection& connection) {
        const Rows rows = connection.query("SELECT " + columns +
                                               " FROM custom_roles WHERE tenant_id = $1 AND name > $2 "
                                               "ORDER BY name LIMIT $3",
                                           {tenantId, after, static_cast<std::int64_t>(pageSize + 1)});
        core::CustomRolePage page;
        for (std::size_t index = 0; index < std::min(rows.size(), pageSize); ++index)
            page.items.push_back(roleOf(rows[index]));
        if (rows.size() > pageSize) page.nextCursor = encodeCursor(identity, {page.items.back().name});
        return page;
    });
}

std::optional<core::CustomRole> RoleStore::change(const std::vector<std::string>& permissions,
                                                  const core::AuditRow& audit)
{
    if (!isStorableText(audit.resourceId)) return std::nullopt;
    const std::string auditId = newAuditId();
    return _database.write(
        [&](Connection& connection) {
            auto changed = firstOf(
                connection.query("UPDATE custom_roles SET permissions = $1, updated_at = $2 WHERE tenant_id "
                                 "= $3 AND role_id = $4 "
                                 "RETURNING " +
                                     columns,
                                 {jsonOfList(permissions), audit.at, audit.tenantId, audit.resourceId}));
            if (changed) insertAudit(connection, auditId, audit);
            return changed;
        },
        LostCommit::Repeat);
}

bool RoleStore::remove(const core::AuditRow& audit)
{
    if (!isStorableText(audit.resourceId)) return false;
    const std::string auditId = newAuditId();
    return _database.write([&](Connection& connection) {
        const Rows removed =
            connection.query("DELETE FROM custom_roles WHERE tenant_id = $1 AND role_id = $2 RETURNING name",
                             {audit.tenantId, audit.resourceId});
        if (removed.empty()) return false;
        connection.query("DELETE FROM role_grants WHERE tenant_id = $1 AND kind = 'role' AND name = $2",
                         {audit.tenantId, removed.front().text(0)});
        insertAudit(connection, auditId, audit);
        return true;
    });
}

std::map<std::string, std::vector<std::string>> RoleStore::permissionsOf(
    const std::string& tenantId, const std::vector<std::string>& names)
{
    std::map<std::string, std::vector<std::string>> found;
    if (names.empty()) return found;
    _database.read([&](Connection& connection) {
        found.clear();
        for (const Row& row :
             connection.query("SELECT name, permissions FROM custom_roles WHERE tenant_id = $1", {tenantId}))
            if (std::ranges::find(names, row.text(0)) != names.end())
                found.emplace(row.text(0), listOfJson(row.text(1)));
    });
    return found;
}

core::UserGrants RoleStore::grantsOf(const std::string& tenantId, const std::string& userId)
{
    return _database.read([&](Connection& connection) {
        core::UserGrants grants;
        for (const Row& row : connection.query("SELECT kind, name FROM role_grants WHERE tenant_id = $1 AND "
                                               "user_id = $2 ORDER BY kind, name",
                                               {tenantId, userId}))
            (row.text(0) == "role" ? grants.roles : grants.permissions).push_back(row.text(1));
        return grants;
    });
}

void RoleStore::grant(const core::UserGrants& grants, const core::AuditRow& audit)
{
    const std::string auditId = newAuditId();
    _database.write(
        [&](Connection& connection) {
            insertOwner(connection, audit.tenantId, audit.resourceId, audit.at);
            connection.query("DELETE FROM role_grants WHERE tenant_id = $1 AND user_id = $2",
                             {audit.tenantId, audit.resourceId});
            insertGrants(connection, audit, "role", grants.roles);
            insertGrants(connection, audit, "permission", grants.permissions);
            insertAudit(connection, auditId, audit);
        },
        LostCommit::Repeat);
}

}  // namespace scaispeak::store
