#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace scaispeak::store {

class Connection;
class Database;
struct Migration;

struct PendingMigration
{
    std::int64_t version = 0;
    std::string name;
};

/// Brings the schema of a database to what this version needs, one transaction a step; several hosts may do
/// so at once and each step is applied once. Throws Failure(StorageUnavailable): also for a database that a
/// newer version has migrated. Outlived by the database.
class Migrator
{
public:
    explicit Migrator(Database& database);
    Migrator(Database& database, std::span<const Migration> steps);

    /// The steps not applied yet, in order. Changes nothing.
    std::vector<PendingMigration> pending();

    /// Applies them, and returns those that this call applied.
    std::vector<PendingMigration> apply();

private:
    std::int64_t newest() const noexcept;
    void refuseNewer(std::int64_t applied) const;
    bool applyNext(std::vector<PendingMigration>& applied);
    const Migration* nextAfter(std::int64_t version) const noexcept;

    Database& _database;
    std::span<const Migration> _steps;
};

}  // namespace scaispeak::store
