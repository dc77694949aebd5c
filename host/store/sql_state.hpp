#pragma once

#include "store/database_error.hpp"

#include <string>
#include <string_view>

namespace scaispeak::store {

/// The SQLSTATE out of the text of a Poco PostgreSQL exception, which carries it nowhere else: behind "State:
/// ", or behind the severity as libpq writes it with PQERRORS_SQLSTATE ("ERROR:  42P01"; the severity may be
/// translated). Empty when there is none. Looks only at the error's own words, never into the statement that
/// follows them.
std::string sqlState(std::string_view message);

/// What an SQLSTATE means to us.
Fault faultOfSqlState(std::string_view state) noexcept;

/// What the text of a Poco PostgreSQL exception means to us. An error of a server call without an SQLSTATE is
/// libpq's own: it lost the server, even where the connection does not know it yet.
Fault faultOfPostgresMessage(std::string_view message);

/// What an (extended) result code of SQLite means to us.
Fault faultOfSqliteCode(int code) noexcept;

}  // namespace scaispeak::store
