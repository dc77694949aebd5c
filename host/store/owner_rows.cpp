#include "store/owner_rows.hpp"

#include "store/connection.hpp"

namespace scaispeak::store {

void insertOwner(Connection& connection, const std::string& tenantId, const std::string& userId,
                 std::int64_t at)
{
    connection.query(
        "INSERT INTO tenants (tenant_id, name, suspended, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO "
        "NOTHING",
        {tenantId, std::string(), false, at});
    connection.query(
        "INSERT INTO users (tenant_id, user_id, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        {tenantId, userId, at});
}

}  // namespace scaispeak::store
