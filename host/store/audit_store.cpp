#include "store/audit_store.hpp"

#include "core/identifiers.hpp"
#include "store/connection.hpp"
#include "store/database.hpp"

namespace scaispeak::store {

void AuditStore::record(const core::AuditRow& row)
{
    // The id is made outside the transaction, so that repeating it after a lost commit adds no second row.
    const std::string id = core::newId("aud_");
    _database.write(
        [&](Connection& connection) {
            connection.query(
                "INSERT INTO audit (audit_id, tenant_id, actor_user_id, action, resource_id, at, request_id) "
                "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
                {id, row.tenantId, row.actorUserId, row.action, row.resourceId, row.at, row.requestId});
        },
        LostCommit::Repeat);
}

}  // namespace scaispeak::store
