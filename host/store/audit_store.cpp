#include "store/audit_store.hpp"

#include "core/identifiers.hpp"
#include "store/connection.hpp"
#include "store/database.hpp"

namespace scaispeak::store {

std::string newAuditId()
{
    return core::newId("aud_");
}

void insertAudit(Connection& connection, const std::string& auditId, const core::AuditRow& row)
{
    connection.query(
        "INSERT INTO audit (audit_id, tenant_id, actor_user_id, action, resource_id, at, request_id) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
        {auditId, row.tenantId, row.actorUserId, row.action, row.resourceId, row.at, row.requestId});
}

void AuditStore::record(const core::AuditRow& row)
{
    // The id is made outside the transaction, so that repeating it after a lost commit adds no second row.
    const std::string id = newAuditId();
    _database.write([&](Connection& connection) { insertAudit(connection, id, row); }, LostCommit::Repeat);
}

}  // namespace scaispeak::store
