#include "store/policy_store.hpp"

#include "core/identifiers.hpp"
#include "store/audit_store.hpp"
#include "store/connection.hpp"
#include "store/database.hpp"
#include "store/json_list.hpp"

#include <optional>

namespace scaispeak::store {
namespace {

std::optional<core::Policy> firstOf(const Rows& rows)
{
    if (rows.empty()) return std::nullopt;
    return core::Policy{listOfJson(rows.front().text(0)), rows.front().text(1)};
}

std::optional<core::Policy> find(Connection& connection, const std::string& tenantId)
{
    return firstOf(connection.query(
        "SELECT allowed_backends, default_backend FROM policies WHERE tenant_id = $1", {tenantId}));
}

/// And keeps others from changing it until the transaction ends.
core::Policy lock(Connection& connection, const std::string& tenantId)
{
    return firstOf(connection.query("UPDATE policies SET updated_at = updated_at WHERE tenant_id = $1 "
                                    "RETURNING allowed_backends, default_backend",
                                    {tenantId}))
        .value();
}

void make(Connection& connection, const std::string& tenantId, const core::Policy& initial)
{
    const std::int64_t now = core::nowMicros();
    connection.query(
        "INSERT INTO tenants (tenant_id, name, suspended, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO "
        "NOTHING",
        {tenantId, std::string(), false, now});
    connection.query(
        "INSERT INTO policies (tenant_id, allowed_backends, default_backend, created_at, updated_at) VALUES "
        "($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        {tenantId, jsonOfList(initial.allowedBackends), initial.defaultBackend, now, now});
}

}  // namespace

core::Policy PolicyStore::findOrMake(const std::string& tenantId, const core::Policy& initial)
{
    const auto found = _database.read([&](Connection& connection) { return find(connection, tenantId); });
    if (found) return *found;
    return _database.write(
        [&](Connection& connection) {
            make(connection, tenantId, initial);
            return find(connection, tenantId).value();
        },
        LostCommit::Repeat);
}

core::Policy PolicyStore::change(const core::AuditRow& audit, const core::Policy& initial,
                                 const std::function<core::Policy(const core::Policy&)>& change)
{
    // The id is made outside the transaction, so that repeating it after a lost commit adds no second row.
    const std::string auditId = newAuditId();
    return _database.write(
        [&](Connection& connection) {
            make(connection, audit.tenantId, initial);
            const core::Policy before = lock(connection, audit.tenantId);
            core::Policy after = change(before);
            if (after == before) return after;
            connection.query(
                "UPDATE policies SET allowed_backends = $1, default_backend = $2, updated_at = $3 WHERE "
                "tenant_id = $4",
                {jsonOfList(after.allowedBackends), after.defaultBackend, audit.at, audit.tenantId});
            insertAudit(connection, auditId, audit);
            return after;
        },
        LostCommit::Repeat);
}

}  // namespace scaispeak::store
