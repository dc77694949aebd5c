#pragma once

#include "store/session.hpp"

#include <memory>
#include <string>

namespace scaispeak::store {

/// A session on an SQLite file: WAL, foreign keys, waits up to 5 s for another writer. Throws DatabaseError.
std::unique_ptr<Session> openSqlite(const std::string& path);

}  // namespace scaispeak::store
