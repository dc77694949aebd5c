#pragma once

#include "store/database_error.hpp"

#include <string_view>

namespace scaispeak::store {

/// What an SQLSTATE means to us.
Fault faultOfSqlState(std::string_view state) noexcept;

/// What an (extended) result code of SQLite means to us.
Fault faultOfSqliteCode(int code) noexcept;

}  // namespace scaispeak::store
