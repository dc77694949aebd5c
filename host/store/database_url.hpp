#pragma once

#include <string>

namespace scaispeak::store {

enum class DatabaseKind : unsigned char
{
    Sqlite,
    PostgreSql
};

/// Where the database is. Holds a password, so it is never logged.
struct DatabaseUrl
{
    DatabaseKind kind = DatabaseKind::Sqlite;
    std::string target;  ///< The absolute path of an SQLite file, or a libpq connection string.
};

/// Reads `sqlite:FILE` or `postgresql://user:password@host:port/db?option=value`; options are libpq's, and
/// `?host=/dir` means a Unix socket. Throws Failure(ValidationError) with field `database.url`, never
/// repeating the URL.
DatabaseUrl parseDatabaseUrl(const std::string& url);

}  // namespace scaispeak::store
