#pragma once

#include "core/principal.hpp"

#include <scaispeak/auth.h>

#include <optional>
#include <vector>

namespace scaispeak::pluginhost {

/// An identity as the ABI passes it on. Borrows it.
class PrincipalTable
{
public:
    explicit PrincipalTable(const core::Identity& identity);
    const scs_principal* get() const { return &_principal; }

private:
    std::vector<scs_str> _roles;
    std::vector<scs_str> _permissions;
    scs_principal _principal{};
};

/// Who a plugin says it is; nothing unless every member is what auth.h allows, with a tenant and a user. At
/// most 256 roles and 256 permissions, texts of at most 256 bytes.
std::optional<core::Identity> readPrincipal(const scs_principal* principal);

}  // namespace scaispeak::pluginhost
