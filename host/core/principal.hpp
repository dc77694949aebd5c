#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace scaispeak::core {

enum class CredentialKind : std::uint8_t
{
    ApiKey,
    Jwt
};

/// Who an auth plugin says is calling. Roles and permissions are words as the credential carries them; what
/// they grant is decided by `access` alone.
struct Identity
{
    CredentialKind kind = CredentialKind::ApiKey;
    std::string credentialId;  ///< `key_...` of an API key, empty for a JWT.
    std::string tenantId;
    std::string userId;
    std::vector<std::string> roles;
    std::vector<std::string> permissions;
    bool platformIssuer = false;  ///< The platform itself vouches for the roles, so `super_admin` counts.
    std::int64_t expiresAtMicros = 0;  ///< Unix time; 0 = does not expire.
};

/// Who is calling, with what they may do. Made by `access` out of an Identity.
struct Principal
{
    Identity identity;
    std::set<std::string, std::less<>> permissions;
    bool superAdmin = false;

    bool may(std::string_view permission) const { return permissions.contains(permission); }
};

}  // namespace scaispeak::core
