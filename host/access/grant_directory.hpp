#pragma once

#include "core/expiring_cache.hpp"
#include "core/principal.hpp"
#include "core/role_repository.hpp"

#include <atomic>
#include <string>

namespace scaispeak::access {

/// What a caller may do with what the tenant gave: roles and permissions of the user, and the custom roles
/// among the role words. Answers from memory for at most a second, so that a change on another host counts
/// within a second; one on this host counts at once (`forget`). Thread safe.
class GrantDirectory
{
public:
    explicit GrantDirectory(core::RoleRepository& roles);

    /// A key that carries permissions and no role has what it was made with, whatever its user is given.
    /// Throws Failure(StorageUnavailable).
    core::Principal principalOf(core::Identity identity);

    void forget();

private:
    core::UserGrants read(const core::Identity& identity);

    core::RoleRepository& _roles;
    core::ExpiringCache<std::string, core::UserGrants> _known;
    std::atomic<std::uint64_t> _changes{0};
};

}  // namespace scaispeak::access
