#pragma once

#include "store/migration.hpp"

namespace scaispeak::store {

/// Tenants, users, what they may do, API keys, voices and the audit log.
Migration firstTables();

}  // namespace scaispeak::store
