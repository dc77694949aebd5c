#include "store/idempotency_store.hpp"

#include "store/connection.hpp"
#include "store/database.hpp"

#include <algorithm>

namespace scaispeak::store {
namespace {

using core::IdempotencyClaim;
using core::IdempotentUse;

constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t remembered = 24 * 60 * 60 * second;
/// Longer than any collected answer takes: whoever claimed it is gone, with its host.
constexpr std::int64_t abandoned = 10 * 60 * second;
constexpr std::int64_t mostOfAUser = 256;

Blob blobOf(const core::Sha256& hash)
{
    return {hash.begin(), hash.end()};
}

bool insertClaim(Connection& connection, const IdempotentUse& use)
{
    const Rows rows = connection.query(
        "INSERT INTO idempotency (tenant_id, user_id, key_hash, request_hash, state, claimed_at) "
        "VALUES ($1, $2, $3, $4, 'running', $5) ON CONFLICT DO NOTHING RETURNING claimed_at",
        {use.tenantId, use.userId, blobOf(use.key), blobOf(use.request), use.at});
    return !rows.empty();
}

/// Of what is forgotten by now, whoever's it is, and of this claim where its owner is gone.
void forget(Connection& connection, const IdempotentUse& use)
{
    connection.query("DELETE FROM idempotency WHERE claimed_at < $1", {use.at - remembered});
    connection.query(
        "DELETE FROM idempotency WHERE tenant_id = $1 AND user_id = $2 AND key_hash = $3 AND "
        "state = 'running' AND claimed_at < $4",
        {use.tenantId, use.userId, blobOf(use.key), use.at - abandoned});
}

void keepWithinBound(Connection& connection, const IdempotentUse& use)
{
    connection.query(
        "DELETE FROM idempotency WHERE tenant_id = $1 AND user_id = $2 AND state <> 'running' AND "
        "claimed_at <= (SELECT claimed_at FROM idempotency WHERE tenant_id = $1 AND user_id = $2 AND "
        "state <> 'running' ORDER BY claimed_at DESC LIMIT 1 OFFSET $3)",
        {use.tenantId, use.userId, mostOfAUser});
}

IdempotencyClaim standing(const Row& row, const IdempotentUse& use)
{
    using State = IdempotencyClaim::State;
    if (row.blob(0) != blobOf(use.request)) return {State::Different, {}};
    if (row.text(1) == "running") return {State::Running, {}};
    if (row.text(1) == "again") return {State::Again, {}};
    const Blob& answer = row.blob(2);
    return {State::Kept, std::string(answer.begin(), answer.end())};
}

}  // namespace

IdempotencyClaim IdempotencyStore::claim(const IdempotentUse& use)
{
    // Repeated after a lost commit, it would find its own claim and wait for itself: better to fail.
    return _database.write([&](Connection& connection) -> IdempotencyClaim {
        forget(connection, use);
        if (insertClaim(connection, use)) return {};
        const Rows rows = connection.query(
            "SELECT request_hash, state, answer FROM idempotency WHERE tenant_id = $1 AND user_id = $2 AND "
            "key_hash = $3",
            {use.tenantId, use.userId, blobOf(use.key)});
        // Released between the two statements: the next try gets it.
        if (rows.empty()) return {IdempotencyClaim::State::Running, {}};
        return standing(rows.front(), use);
    });
}

void IdempotencyStore::keep(const IdempotentUse& use, const std::string& answer)
{
    _database.write(
        [&](Connection& connection) {
            connection.query(
                "UPDATE idempotency SET state = $1, answer = $2 WHERE tenant_id = $3 AND user_id = $4 AND "
                "key_hash = $5 AND request_hash = $6",
                {std::string(answer.empty() ? "again" : "kept"),
                 answer.empty() ? Value{} : Value{Blob(answer.begin(), answer.end())}, use.tenantId,
                 use.userId, blobOf(use.key), blobOf(use.request)});
            keepWithinBound(connection, use);
        },
        LostCommit::Repeat);
}

void IdempotencyStore::release(const IdempotentUse& use)
{
    _database.write(
        [&](Connection& connection) {
            connection.query(
                "DELETE FROM idempotency WHERE tenant_id = $1 AND user_id = $2 AND key_hash = $3 AND "
                "state = 'running' AND claimed_at = $4",
                {use.tenantId, use.userId, blobOf(use.key), use.at});
        },
        LostCommit::Repeat);
}

}  // namespace scaispeak::store
