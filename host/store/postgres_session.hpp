#pragma once

#include "store/session.hpp"

#include <memory>
#include <string>

namespace scaispeak::store {

/// A session on a PostgreSQL server, over libpq itself: Poco 1.11 leaks each connection that fails or is
/// lost, frees a result twice when a prepared statement fails, and tells the SQLSTATE only inside a text.
/// Throws DatabaseError.
std::unique_ptr<Session> openPostgres(const std::string& conninfo);

}  // namespace scaispeak::store
