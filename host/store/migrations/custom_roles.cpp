#include "store/migrations/custom_roles.hpp"

namespace scaispeak::store {

Migration customRolesTable()
{
    return {
        3,
        "custom roles",
        {
            {R"(CREATE TABLE custom_roles (
                role_id TEXT{C} PRIMARY KEY,
                tenant_id TEXT{C} NOT NULL REFERENCES tenants (tenant_id),
                name TEXT{C} NOT NULL,
                permissions TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                updated_at BIGINT NOT NULL,
                UNIQUE (tenant_id, name)))"},
        },
    };
}

}  // namespace scaispeak::store
