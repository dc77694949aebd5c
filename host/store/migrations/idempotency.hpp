#pragma once

#include "store/migration.hpp"

namespace scaispeak::store {

/// Which Idempotency-Keys were used for which requests, and what was answered.
Migration idempotencyTable();

}  // namespace scaispeak::store
