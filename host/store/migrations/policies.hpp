#pragma once

#include "store/migration.hpp"

namespace scaispeak::store {

/// What each tenant may speak with.
Migration policiesTable();

}  // namespace scaispeak::store
