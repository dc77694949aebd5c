#pragma once

#include <cstdint>
#include <string>

namespace scaispeak::store {

class Connection;

/// Makes sure, inside a transaction, that there are rows of a tenant and of its user for others to refer to.
void insertOwner(Connection& connection, const std::string& tenantId, const std::string& userId,
                 std::int64_t at);

}  // namespace scaispeak::store
