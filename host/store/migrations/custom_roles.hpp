#pragma once

#include "store/migration.hpp"

namespace scaispeak::store {

/// Roles that tenants make for themselves.
Migration customRolesTable();

}  // namespace scaispeak::store
