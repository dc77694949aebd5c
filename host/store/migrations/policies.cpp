#include "store/migrations/policies.hpp"

namespace scaispeak::store {

Migration policiesTable()
{
    return {
        4,
        "policies of tenants",
        {
            {R"(CREATE TABLE policies (
                tenant_id TEXT{C} PRIMARY KEY REFERENCES tenants (tenant_id),
                allowed_backends TEXT NOT NULL,
                default_backend TEXT{C} NOT NULL,
                created_at BIGINT NOT NULL,
                updated_at BIGINT NOT NULL))"},
        },
    };
}

}  // namespace scaispeak::store
