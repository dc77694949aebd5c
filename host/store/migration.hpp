#pragma once

#include "store/database_url.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace scaispeak::store {

/// One statement of a migration. `{C}` in it stands for a bytewise collation, which only PostgreSQL has to be
/// told.
struct MigrationStatement
{
    std::string sql;
    std::optional<DatabaseKind> only = std::nullopt;  ///< Left out on the other database.
};

/// One step of the schema, applied in one transaction. Types are BIGINT, TEXT, DOUBLE PRECISION, BOOLEAN and
/// BLOB; every TEXT that is compared or sorted is `TEXT{C}`. A step must leave the host version before it
/// working.
struct Migration
{
    std::int64_t version = 0;
    std::string name;
    std::vector<MigrationStatement> statements;
};

/// All steps that this version knows, in order.
std::span<const Migration> migrations();

}  // namespace scaispeak::store
