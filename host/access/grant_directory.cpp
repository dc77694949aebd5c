#include "access/grant_directory.hpp"

#include "access/permissions.hpp"

#include <algorithm>
#include <utility>

namespace scaispeak::access {
namespace {

// Contract, section 2: what changes on one host counts within 1 s on others.
constexpr std::chrono::milliseconds lifetime{900};
constexpr std::size_t usersKept = 20'000;

void append(std::string& key, const std::string& word)
{
    key.append(std::to_string(word.size())).append(":").append(word);
}

/// Everything that the answer depends on.
std::string keyOf(const core::Identity& identity)
{
    std::string key;
    append(key, identity.tenantId);
    append(key, identity.userId);
    for (const std::string& role : identity.roles)
        append(key, role);
    return key;
}

bool hasEverything(const core::Principal& principal)
{
    return std::ranges::all_of(allPermissions,
                               [&](std::string_view permission) { return principal.may(permission); });
}

void add(std::vector<std::string>& words, const std::vector<std::string>& more)
{
    for (const std::string& word : more)
        if (std::ranges::find(words, word) == words.end()) words.push_back(word);
}

}  // namespace

GrantDirectory::GrantDirectory(core::RoleRepository& roles) : _roles(roles), _known(lifetime, usersKept) {}

core::Principal GrantDirectory::principalOf(core::Identity identity)
{
    core::Principal plain = access::principalOf(identity);
    const bool fixed = identity.kind == core::CredentialKind::ApiKey && identity.roles.empty();
    if (fixed || hasEverything(plain)) return plain;
    const auto asked = std::chrono::steady_clock::now();
    const std::string key = keyOf(identity);
    auto grants = _known.find(key, asked);
    if (!grants) {
        const std::uint64_t changes = _changes.load();
        grants = read(identity);
        // What was read before a change here must not outlive it.
        if (changes == _changes.load()) _known.store(key, *grants, asked);
    }
    add(identity.roles, grants->roles);
    add(identity.permissions, grants->permissions);
    return access::principalOf(std::move(identity));
}

core::UserGrants GrantDirectory::read(const core::Identity& identity)
{
    core::UserGrants grants = _roles.grantsOf(identity.tenantId, identity.userId);
    // Nobody is made one through the database, whatever stands there.
    std::erase(grants.roles, "super_admin");
    std::vector<std::string> words = identity.roles;
    add(words, grants.roles);
    for (const auto& [name, permissions] : _roles.permissionsOf(identity.tenantId, words))
        if (!isRole(name)) add(grants.permissions, permissions);
    return grants;
}

void GrantDirectory::forget()
{
    ++_changes;
    _known.clear();
}

}  // namespace scaispeak::access
