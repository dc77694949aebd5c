#include "access/permissions.hpp"

#include <algorithm>
#include <utility>

namespace scaispeak::access {
namespace {

constexpr std::string_view superAdmin = "super_admin";

void grantAll(core::Principal& principal)
{
    for (const std::string_view permission : allPermissions)
        principal.permissions.emplace(permission);
}

void grantRole(core::Principal& principal, std::string_view role)
{
    if (role == superAdmin) {
        if (!principal.identity.platformIssuer) return;
        principal.superAdmin = true;
        grantAll(principal);
    }
    else if (role == "partner_admin" || role == "tenant_admin")
        grantAll(principal);
    else if (role == "tenant_viewer")
        principal.permissions.emplace(voiceRead);
}

}  // namespace

bool isPermission(std::string_view word) noexcept
{
    return std::ranges::find(allPermissions, word) != allPermissions.end();
}

bool isRole(std::string_view word) noexcept
{
    return std::ranges::find(knownRoles, word) != knownRoles.end();
}

core::Principal principalOf(core::Identity identity)
{
    core::Principal principal;
    principal.identity = std::move(identity);
    for (const std::string& role : principal.identity.roles)
        grantRole(principal, role);
    for (const std::string& permission : principal.identity.permissions)
        if (isPermission(permission)) principal.permissions.insert(permission);
    return principal;
}

}  // namespace scaispeak::access
