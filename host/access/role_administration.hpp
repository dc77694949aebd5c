#pragma once

#include "core/principal.hpp"
#include "core/role_repository.hpp"

#include <string>
#include <vector>

namespace scaispeak::access {

class GrantDirectory;

/// What a tenant's administrators do with roles and users of their tenant. Nobody gives more than they have
/// themselves. Thread safe. Throws Failure: ValidationError with a row for each fault, AuthzPermissionDenied,
/// NotFound.
class RoleAdministration
{
public:
    RoleAdministration(core::RoleRepository& roles, GrantDirectory& directory);

    core::CustomRole create(const core::Principal& maker, const std::string& name,
                            std::vector<std::string> permissions, const std::string& requestId);
    core::CustomRolePage list(const core::Principal& caller, std::size_t limit, const std::string& cursor);
    core::CustomRole change(const core::Principal& maker, const std::string& id,
                            std::vector<std::string> permissions, const std::string& requestId);
    /// When it was done.
    std::int64_t remove(const core::Principal& caller, const std::string& id, const std::string& requestId);

    /// In place of what the user was given before; who only ever had a token need not be known yet.
    core::UserGrants grant(const core::Principal& maker, const std::string& userId, core::UserGrants grants,
                           const std::string& requestId);

private:
    core::RoleRepository& _roles;
    GrantDirectory& _directory;
};

}  // namespace scaispeak::access
