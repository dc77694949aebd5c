#include "access/role_administration.hpp"

#include "access/grant_directory.hpp"
#include "access/permissions.hpp"
#include "core/failure.hpp"
#include "core/identifiers.hpp"

#include <algorithm>
#include <utility>

namespace scaispeak::access {
namespace {

constexpr std::size_t mostRoles = 200;
constexpr std::size_t longestName = 64;

using Faults = std::vector<core::FailureDetail>;

bool isRoleName(const std::string& name)
{
    const auto good = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    };
    return !name.empty() && name.size() <= longestName && std::ranges::all_of(name, good);
}

void tidy(std::vector<std::string>& words)
{
    std::ranges::sort(words);
    // Clang 14 cannot compile what std::ranges::unique returns.
    words.erase(std::unique(words.begin(), words.end()), words.end());
}

void checkKnown(const std::vector<std::string>& permissions, Faults& faults)
{
    for (const std::string& permission : permissions)
        if (!isPermission(permission))
            faults.push_back({"permissions", "", "'" + permission + "' is not a permission of ScaiSpeak"});
}

void check(Faults faults)
{
    if (faults.empty()) return;
    throw core::Failure(core::ErrorCode::ValidationError,
                        "a field is not as it must be; 'details' says which, and what is expected")
        .withDetails(std::move(faults));
}

template <typename Permissions>
void requireOwn(const core::Principal& maker, const Permissions& permissions)
{
    for (const auto& permission : permissions)
        if (!maker.may(permission))
            throw core::Failure(core::ErrorCode::AuthzPermissionDenied,
                                "nobody gives more than they have: " + std::string(permission) +
                                    " is lacking; ask who has it");
}

[[noreturn]] void refuseUnknown()
{
    throw core::Failure(core::ErrorCode::NotFound,
                        "there is no such role; GET /v1/iam/custom-roles lists the tenant's own");
}

core::AuditRow auditOf(const core::Principal& actor, std::string action, std::string resourceId,
                       const std::string& requestId)
{
    return {actor.identity.tenantId, actor.identity.userId, std::move(action),
            std::move(resourceId),   core::nowMicros(),     requestId};
}

}  // namespace

RoleAdministration::RoleAdministration(core::RoleRepository& roles, GrantDirectory& directory)
    : _roles(roles), _directory(directory)
{}

core::CustomRole RoleAdministration::create(const core::Principal& maker, const std::string& name,
                                            std::vector<std::string> permissions,
                                            const std::string& requestId)
{
    Faults faults;
    if (!isRoleName(name))
        faults.push_back({"name", "", "must be 1 to 64 small letters, digits, '-' or '_'"});
    else if (isRole(name))
        faults.push_back({"name", "", "is the name of a role that ScaiSpeak has itself; choose another"});
    checkKnown(permissions, faults);
    check(std::move(faults));
    requireOwn(maker, permissions);
    tidy(permissions);
    const core::AuditRow audit = auditOf(maker, "custom_role.create", core::newId("role_"), requestId);
    core::CustomRole role{audit.resourceId, audit.tenantId, name, std::move(permissions), audit.at, audit.at};
    switch (_roles.insert(role, mostRoles, audit)) {
        case core::RoleInsertion::Done:
            break;
        case core::RoleInsertion::NameTaken:
            check({{"name", "",
                    "there is a role of this name already; change that one, or choose another name"}});
            break;
        case core::RoleInsertion::TooMany:
            check({{"", "", "a tenant may have 200 custom roles; delete one that is not used"}});
            break;
    }
    // Tokens may have carried its name before.
    _directory.forget();
    return role;
}

core::CustomRolePage RoleAdministration::list(const core::Principal& caller, std::size_t limit,
                                              const std::string& cursor)
{
    return _roles.list(caller.identity.tenantId, limit, cursor);
}

core::CustomRole RoleAdministration::change(const core::Principal& maker, const std::string& id,
                                            std::vector<std::string> permissions,
                                            const std::string& requestId)
{
    Faults faults;
    checkKnown(permissions, faults);
    check(std::move(faults));
    requireOwn(maker, permissions);
    tidy(permissions);
    auto changed = _roles.change(permissions, auditOf(maker, "custom_role.change", id, requestId));
    _directory.forget();
    if (!changed) refuseUnknown();
    return *std::move(changed);
}

std::int64_t RoleAdministration::remove(const core::Principal& caller, const std::string& id,
                                        const std::string& requestId)
{
    const core::AuditRow audit = auditOf(caller, "custom_role.delete", id, requestId);
    const bool removed = _roles.remove(audit);
    _directory.forget();
    if (!removed) refuseUnknown();
    return audit.at;
}

core::UserGrants RoleAdministration::grant(const core::Principal& maker, const std::string& userId,
                                           core::UserGrants grants, const std::string& requestId)
{
    tidy(grants.roles);
    tidy(grants.permissions);
    const auto custom = _roles.permissionsOf(maker.identity.tenantId, grants.roles);
    Faults faults;
    core::Identity given;
    given.permissions = grants.permissions;
    for (const std::string& role : grants.roles) {
        if (role == "super_admin")
            faults.push_back({"roles", "", "super_admin comes from the platform alone"});
        else if (const auto own = custom.find(role); own != custom.end())
            given.permissions.insert(given.permissions.end(), own->second.begin(), own->second.end());
        else if (isRole(role))
            given.roles.push_back(role);
        else
            faults.push_back(
                {"roles", "", "'" + role + "' is neither a role of ScaiSpeak nor one of the tenant's"});
    }
    checkKnown(grants.permissions, faults);
    check(std::move(faults));
    requireOwn(maker, principalOf(std::move(given)).permissions);
    _roles.grant(grants, auditOf(maker, "user.grant", userId, requestId));
    _directory.forget();
    return grants;
}

}  // namespace scaispeak::access
