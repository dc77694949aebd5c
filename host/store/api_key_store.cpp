#include "store/api_key_store.hpp"

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
constexpr std::size_t placeParts = 2;

const std::string selectKey =
    "SELECT id, hash, hint, name, tenant_id, user_id, roles, permissions, platform, created_at, expires_at, "
    "revoked_at "
    "FROM api_keys";

core::ApiKey keyOf(const Row& row)
{
    core::ApiKey key;
    key.id = row.text(0);
    const Blob& hash = row.blob(1);
    if (hash.size() != key.hash.size())
        throw DatabaseError(Fault::BadData, "the hash of an API key has another length");
    std::ranges::copy(hash, key.hash.begin());
    key.hint = row.text(2);
    key.name = row.text(3);
    key.tenantId = row.text(4);
    key.userId = row.text(5);
    key.roles = listOfJson(row.text(6));
    key.permissions = listOfJson(row.text(7));
    key.platform = row.flag(8);
    key.createdAt = row.integer(9);
    key.expiresAt = row.integer(10);
    key.revokedAt = row.integer(11);
    return key;
}

std::optional<core::ApiKey> firstOf(const Rows& rows)
{
    if (rows.empty()) return std::nullopt;
    return keyOf(rows.front());
}

Blob blobOf(const core::Sha256& hash)
{
    return {hash.begin(), hash.end()};
}

SqlText pageQuery(const std::string& tenantId, const std::string& userId, const ListIdentity& list,
                  const std::string& cursor, std::size_t rows)
{
    SqlText query(selectKey + " WHERE tenant_id = ");
    query.value(tenantId).text(" AND revoked_at = 0");
    if (!userId.empty()) query.text(" AND user_id = ").value(userId);
    if (!cursor.empty()) {
        const std::vector<std::string> place = decodeCursor(list, cursor, placeParts);
        query.text(" AND (created_at, id) < (")
            .value(cursorNumber(place[0]))
            .text(", ")
            .value(place[1])
            .text(")");
    }
    query.text(" ORDER BY created_at DESC, id DESC LIMIT ").value(static_cast<std::int64_t>(rows));
    return query;
}

}  // namespace

void ApiKeyStore::insert(const core::ApiKey& key, const core::AuditRow& audit)
{
    const std::string auditId = newAuditId();
    _database.write([&](Connection& connection) {
        insertOwner(connection, key.tenantId, key.userId, key.createdAt);
        connection.query(
            "INSERT INTO api_keys (id, hash, hint, name, tenant_id, user_id, roles, permissions, platform, "
            "created_at, "
            "expires_at, revoked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            {key.id, blobOf(key.hash), key.hint, key.name, key.tenantId, key.userId, jsonOfList(key.roles),
             jsonOfList(key.permissions), key.platform, key.createdAt, key.expiresAt, key.revokedAt});
        insertAudit(connection, auditId, audit);
    });
}

std::optional<core::ApiKey> ApiKeyStore::findByHash(const core::Sha256& hash)
{
    static const std::string sql = selectKey + " WHERE hash = $1";
    return _database.read(
        [&](Connection& connection) { return firstOf(connection.query(sql, {blobOf(hash)})); });
}

std::optional<core::ApiKey> ApiKeyStore::find(const std::string& tenantId, const std::string& id)
{
    if (!isStorableText(id)) return std::nullopt;
    static const std::string sql = selectKey + " WHERE tenant_id = $1 AND id = $2";
    return _database.read([&](Connection& connection) {
        return firstOf(connection.query(sql, {tenantId, id}));
    });
}

core::ApiKeyPage ApiKeyStore::list(const std::string& tenantId, const std::string& userId, std::size_t limit,
                                   const std::string& cursor)
{
    const std::size_t pageSize = std::clamp<std::size_t>(limit, 1, maxPage);
    const ListIdentity identity{"api_keys", tenantId, userId};
    const SqlText query = pageQuery(tenantId, userId, identity, cursor, pageSize + 1);
    return _database.read([&](Connection& connection) {
        const Rows rows = connection.query(query.sql(), query.values());
        core::ApiKeyPage page;
        for (std::size_t index = 0; index < std::min(rows.size(), pageSize); ++index)
            page.items.push_back(keyOf(rows[index]));
        if (rows.size() > pageSize) {
            const core::ApiKey& last = page.items.back();
            page.nextCursor = encodeCursor(identity, {std::to_string(last.createdAt), last.id});
        }
        return page;
    });
}

std::optional<std::int64_t> ApiKeyStore::revoke(const core::AuditRow& audit)
{
    if (!isStorableText(audit.resourceId)) return std::nullopt;
    const std::string auditId = newAuditId();
    return _database.write(
        [&](Connection& connection) -> std::optional<std::int64_t> {
            const Rows changed = connection.query(
                "UPDATE api_keys SET revoked_at = $1 WHERE tenant_id = $2 AND id = $3 AND revoked_at = 0 "
                "RETURNING id",
                {audit.at, audit.tenantId, audit.resourceId});
            if (!changed.empty()) {
                insertAudit(connection, auditId, audit);
                return audit.at;
            }
            const Rows rows =
                connection.query("SELECT revoked_at FROM api_keys WHERE tenant_id = $1 AND id = $2",
                                 {audit.tenantId, audit.resourceId});
            if (rows.empty()) return std::nullopt;
            return rows.front().integer(0);
        },
        LostCommit::Repeat);
}

bool ApiKeyStore::tenantActive(const std::string& tenantId)
{
    return _database.read([&](Connection& connection) {
        const Rows rows = connection.query("SELECT suspended FROM tenants WHERE tenant_id = $1", {tenantId});
        return rows.empty() || !rows.front().flag(0);
    });
}

}  // namespace scaispeak::store
