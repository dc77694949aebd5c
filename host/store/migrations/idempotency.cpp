#include "store/migrations/idempotency.hpp"

namespace scaispeak::store {

Migration idempotencyTable()
{
    return {
        2,
        "idempotency keys",
        {
            {R"(CREATE TABLE idempotency (
                tenant_id TEXT{C} NOT NULL,
                user_id TEXT{C} NOT NULL,
                key_hash BLOB NOT NULL,
                request_hash BLOB NOT NULL,
                state TEXT{C} NOT NULL CHECK (state IN ('running', 'kept', 'again')),
                answer BLOB,
                claimed_at BIGINT NOT NULL,
                PRIMARY KEY (tenant_id, user_id, key_hash)))"},
            {"CREATE INDEX idempotency_by_time ON idempotency (claimed_at)"},
        },
    };
}

}  // namespace scaispeak::store
