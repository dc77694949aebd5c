#pragma once

#include "core/api_key_repository.hpp"
#include "core/principal.hpp"

#include <optional>
#include <string>
#include <vector>

namespace scaispeak::access {

class KeyDirectory;

/// What is asked for when a key is made.
struct ApiKeyWish
{
    std::string name;
    std::optional<std::vector<std::string>> permissions;  ///< Not given = all that the maker has.
    std::int64_t expiresAt = 0;                           ///< Unix microseconds; 0 = never
    std::string userId;                                   ///< Empty = the maker's own.
};

struct NewApiKey
{
    std::string secret;  ///< Shown once, kept nowhere.
    core::ApiKey key;
};

/// Making, listing and revoking API keys. Thread safe.
class ApiKeys
{
public:
    ApiKeys(core::ApiKeyRepository& keys, KeyDirectory& directory);

    /// Never more than the maker has. Throws Failure: AuthzPermissionDenied, ValidationError.
    NewApiKey create(const core::Principal& maker, const ApiKeyWish& wish, const std::string& requestId);

    /// A key made on the machine itself (scaispeakctl): any tenant, user, roles and permissions.
    NewApiKey createOnMachine(const std::string& tenantId, const std::string& userId,
                              std::vector<std::string> roles, std::vector<std::string> permissions,
                              const std::string& name);

    /// Own keys, or the whole tenant's for its admins.
    core::ApiKeyPage list(const core::Principal& caller, std::size_t limit, const std::string& cursor);

    /// When it was revoked. Throws Failure(NotFound) for one that is not there or not the caller's.
    std::int64_t revoke(const core::Principal& caller, const std::string& id, const std::string& requestId);

private:
    NewApiKey store(core::ApiKey key, core::AuditRow audit);

    core::ApiKeyRepository& _keys;
    KeyDirectory& _directory;
};

}  // namespace scaispeak::access
