#include "store/migrator.hpp"

#include "core/identifiers.hpp"
#include "store/connection.hpp"
#include "store/database.hpp"
#include "store/migration.hpp"

#include <algorithm>

namespace scaispeak::store {
namespace {

/// Lets one migrating host in at a time until its transaction ends. SQLite's BEGIN IMMEDIATE has done so
/// already.
void lockSchema(Connection& connection)
{
    if (connection.kind() == DatabaseKind::Sqlite) return;
    connection.runOnce("SET LOCAL lock_timeout = '60s'");
    connection.runOnce("SET LOCAL statement_timeout = 0");
    connection.runOnce("SELECT count(*) FROM pg_advisory_xact_lock(4203318519072501)");
}

std::int64_t appliedVersion(Connection& connection)
{
    return connection.runOnce("SELECT coalesce(max(version), 0) FROM schema_migrations").at(0).integer(0);
}

std::string dialect(std::string sql, DatabaseKind kind)
{
    constexpr std::string_view token = "{C}";
    const std::string_view collation = kind == DatabaseKind::PostgreSql ? " COLLATE \"C\"" : "";
    for (std::size_t at = sql.find(token); at != std::string::npos;
         at = sql.find(token, at + collation.size()))
        sql.replace(at, token.size(), collation);
    return sql;
}

void run(Connection& connection, const Migration& step)
{
    for (const MigrationStatement& statement : step.statements)
        if (!statement.only || *statement.only == connection.kind())
            connection.runOnce(dialect(statement.sql, connection.kind()));
    connection.query("INSERT INTO schema_migrations (version, applied_at) VALUES ($1, $2)",
                     {step.version, core::nowMicros()});
}

}  // namespace

Migrator::Migrator(Database& database) : Migrator(database, migrations()) {}

Migrator::Migrator(Database& database, std::span<const Migration> steps) : _database(database), _steps(steps)
{}

std::vector<PendingMigration> Migrator::pending()
{
    const std::int64_t applied = _database.read([](Connection& connection) -> std::int64_t {
        try {
            return appliedVersion(connection);
        }
        catch (const DatabaseError& error) {
            if (error.fault() != Fault::NoSchema) throw;
            return 0;
        }
    });
    refuseNewer(applied);
    std::vector<PendingMigration> steps;
    for (const Migration& step : _steps)
        if (step.version > applied) steps.push_back({step.version, step.name});
    return steps;
}

std::vector<PendingMigration> Migrator::apply()
{
    std::vector<PendingMigration> applied;
    while (applyNext(applied)) {
    }
    return applied;
}

bool Migrator::applyNext(std::vector<PendingMigration>& applied)
{
    const Migration* step = _database.write(
        [this](Connection& connection) -> const Migration* {
            lockSchema(connection);
            connection.runOnce(
                "CREATE TABLE IF NOT EXISTS schema_migrations (version BIGINT PRIMARY KEY, applied_at BIGINT "
                "NOT NULL)");
            const std::int64_t version = appliedVersion(connection);
            refuseNewer(version);
            const Migration* next = nextAfter(version);
            if (next != nullptr) run(connection, *next);
            return next;
        },
        LostCommit::Repeat);
    if (step != nullptr) applied.push_back({step->version, step->name});
    return step != nullptr;
}

std::int64_t Migrator::newest() const noexcept
{
    return _steps.empty() ? 0 : _steps.back().version;
}

void Migrator::refuseNewer(std::int64_t applied) const
{
    if (applied <= newest()) return;
    throw core::Failure(
        core::ErrorCode::StorageUnavailable,
        "The database has schema version " + std::to_string(applied) + ", this program knows " +
            std::to_string(newest()) +
            ". A newer ScaiSpeak has migrated it: install that version, or restore a backup from before.");
}

const Migration* Migrator::nextAfter(std::int64_t version) const noexcept
{
    const auto found =
        std::ranges::find_if(_steps, [version](const Migration& step) { return step.version > version; });
    return found == _steps.end() ? nullptr : &*found;
}

}  // namespace scaispeak::store
