#include "store/migration.hpp"

#include "store/migrations/custom_roles.hpp"
#include "store/migrations/first_tables.hpp"
#include "store/migrations/idempotency.hpp"
#include "store/migrations/policies.hpp"

#include <array>

namespace scaispeak::store {

std::span<const Migration> migrations()
{
    static const std::array all{firstTables(), idempotencyTable(), customRolesTable(), policiesTable()};
    return all;
}

}  // namespace scaispeak::store
