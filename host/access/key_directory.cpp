#include "access/key_directory.hpp"

#include "core/identifiers.hpp"

namespace scaispeak::access {
namespace {

// Contract, section 2: a revocation counts within 1 s on other hosts.
constexpr std::chrono::milliseconds lifetime{900};
constexpr std::size_t keysKept = 20'000;
constexpr std::size_t tenantsKept = 10'000;

bool usable(const core::ApiKey& key)
{
    return key.revokedAt == 0 && (key.expiresAt == 0 || key.expiresAt > core::nowMicros());
}

core::Identity identityOf(const core::ApiKey& key)
{
    core::Identity identity;
    identity.kind = core::CredentialKind::ApiKey;
    identity.credentialId = key.id;
    identity.tenantId = key.tenantId;
    identity.userId = key.userId;
    identity.roles = key.roles;
    identity.permissions = key.permissions;
    identity.platformIssuer = key.platform;
    identity.expiresAtMicros = key.expiresAt;
    return identity;
}

}  // namespace

KeyDirectory::KeyDirectory(core::ApiKeyRepository& keys)
    : _keys(keys), _known(lifetime, keysKept), _tenants(lifetime, tenantsKept)
{}

std::optional<core::Identity> KeyDirectory::lookup(const core::Sha256& hash)
{
    const auto asked = std::chrono::steady_clock::now();
    auto known = _known.find(hash, asked);
    if (!known) {
        const std::uint64_t changes = _changes.load();
        known = _keys.findByHash(hash);
        // What was read before a change here must not outlive it.
        if (changes == _changes.load()) _known.store(hash, *known, asked);
    }
    if (!known->has_value() || !usable(**known)) return std::nullopt;
    return identityOf(**known);
}

bool KeyDirectory::tenantActive(const std::string& tenantId)
{
    const auto asked = std::chrono::steady_clock::now();
    if (const auto known = _tenants.find(tenantId, asked)) return *known;
    const bool active = _keys.tenantActive(tenantId);
    _tenants.store(tenantId, active, asked);
    return active;
}

void KeyDirectory::forget()
{
    ++_changes;
    _known.clear();
    _tenants.clear();
}

}  // namespace scaispeak::access
