#include "access/api_keys.hpp"

#include "access/key_directory.hpp"
#include "access/permissions.hpp"
#include "core/failure.hpp"
#include "core/identifiers.hpp"

#include <sodium.h>

#include <utility>

namespace scaispeak::access {
namespace {

constexpr std::size_t secretBytes = 25;  // 200 bits, 40 characters of base32

core::Sha256 sha256(std::string_view text)
{
    core::Sha256 hash{};
    crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
    return hash;
}

std::string newSecret()
{
    const std::string random = core::randomBytes(secretBytes);
    return "sgk_" + core::base32({reinterpret_cast<const std::uint8_t*>(random.data()), random.size()});
}

std::string hintOf(const std::string& secret)
{
    return secret.substr(0, 8) + "\u2026" + secret.substr(secret.size() - 4);
}

bool mayManageOthers(const core::Principal& caller)
{
    return caller.may(admin);
}

[[noreturn]] void refuse(std::string message)
{
    throw core::Failure(core::ErrorCode::AuthzPermissionDenied, std::move(message));
}

void checkMaker(const core::Principal& maker, const ApiKeyWish& wish)
{
    if (maker.identity.kind == core::CredentialKind::ApiKey && !maker.may(admin))
        refuse(
            "an API key makes further keys only with the permission scaispeak:admin; sign in, or use an "
            "admin's key");
    if (!wish.userId.empty() && wish.userId != maker.identity.userId && !mayManageOthers(maker))
        refuse("making a key of another user needs the permission scaispeak:admin");
}

void requireKnown(const std::vector<std::string>& permissions)
{
    std::vector<core::FailureDetail> faults;
    for (const std::string& permission : permissions)
        if (!isPermission(permission))
            faults.push_back({"permissions", "", "'" + permission + "' is not a permission of ScaiSpeak"});
    if (faults.empty()) return;
    throw core::Failure(core::ErrorCode::ValidationError,
                        "a permission is not known; 'details' says which, and GET /v1/me lists your own")
        .withDetails(std::move(faults));
}

std::vector<std::string> grantedPermissions(const core::Principal& maker, const ApiKeyWish& wish)
{
    if (!wish.permissions) return {maker.permissions.begin(), maker.permissions.end()};
    requireKnown(*wish.permissions);
    for (const std::string& permission : *wish.permissions)
        if (!maker.may(permission))
            refuse("a key cannot carry more than its maker has: " + permission + " is lacking");
    return *wish.permissions;
}

}  // namespace

ApiKeys::ApiKeys(core::ApiKeyRepository& keys, KeyDirectory& directory) : _keys(keys), _directory(directory)
{}

NewApiKey ApiKeys::create(const core::Principal& maker, const ApiKeyWish& wish, const std::string& requestId)
{
    checkMaker(maker, wish);
    core::ApiKey key;
    key.name = wish.name;
    key.tenantId = maker.identity.tenantId;
    key.userId = wish.userId.empty() ? maker.identity.userId : wish.userId;
    // Roles are not handed on: a key has what its maker had when it was made, and super_admin only comes from
    // the machine.
    key.permissions = grantedPermissions(maker, wish);
    key.expiresAt = wish.expiresAt;
    return store(std::move(key),
                 {maker.identity.tenantId, maker.identity.userId, "api_key.create", "", 0, requestId});
}

NewApiKey ApiKeys::createOnMachine(const std::string& tenantId, const std::string& userId,
                                   std::vector<std::string> roles, std::vector<std::string> permissions,
                                   const std::string& name)
{
    core::ApiKey key;
    key.name = name;
    key.tenantId = tenantId;
    key.userId = userId;
    key.roles = std::move(roles);
    key.permissions = std::move(permissions);
    key.platform = true;
    return store(std::move(key), {tenantId, userId, "api_key.create_on_machine", "", 0, ""});
}

NewApiKey ApiKeys::store(core::ApiKey key, core::AuditRow audit)
{
    NewApiKey made{newSecret(), std::move(key)};
    made.key.id = core::newId("key_");
    made.key.hash = sha256(made.secret);
    made.key.hint = hintOf(made.secret);
    made.key.createdAt = core::nowMicros();
    audit.resourceId = made.key.id;
    audit.at = made.key.createdAt;
    _keys.insert(made.key, audit);
    _directory.forget();
    return made;
}

core::ApiKeyPage ApiKeys::list(const core::Principal& caller, std::size_t limit, const std::string& cursor)
{
    return _keys.list(caller.identity.tenantId,
                      mayManageOthers(caller) ? std::string() : caller.identity.userId, limit, cursor);
}

std::int64_t ApiKeys::revoke(const core::Principal& caller, const std::string& id,
                             const std::string& requestId)
{
    const auto key = _keys.find(caller.identity.tenantId, id);
    const bool visible = key && (key->userId == caller.identity.userId || mayManageOthers(caller));
    if (!visible)
        throw core::Failure(core::ErrorCode::NotFound,
                            "there is no such API key; list the keys to see their ids");
    const auto revokedAt = _keys.revoke({caller.identity.tenantId, caller.identity.userId, "api_key.revoke",
                                         id, core::nowMicros(), requestId});
    _directory.forget();
    if (!revokedAt)
        throw core::Failure(core::ErrorCode::NotFound,
                            "there is no such API key; list the keys to see their ids");
    return *revokedAt;
}

}  // namespace scaispeak::access
