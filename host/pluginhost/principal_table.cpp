#include "pluginhost/principal_table.hpp"

#include "pluginhost/loader/abi_struct.hpp"
#include "pluginhost/loader/text.hpp"

#include <algorithm>
#include <limits>

namespace scaispeak::pluginhost {

namespace {

constexpr std::uint64_t textLimit = 256;
constexpr std::uint64_t listLimit = 256;

std::vector<scs_str> listed(const std::vector<std::string>& words)
{
    std::vector<scs_str> list;
    for (const std::string& word : words)
        list.push_back(abiText(word));
    return list;
}

std::int64_t toNanoseconds(std::int64_t micros)
{
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max() / 1'000;
    return std::clamp(micros, -most, most) * 1'000;
}

bool readLine(scs_str text, bool required, std::string& out)
{
    const auto view = readPlainText(text, textLimit);
    if (!view || (required && view->empty())) return false;
    out = *view;
    return true;
}

bool readList(const scs_str* list, std::uint64_t count, std::vector<std::string>& out)
{
    if (count > listLimit || (count > 0 && list == nullptr)) return false;
    out.resize(count);
    for (std::uint64_t index = 0; index < count; ++index)
        if (!readLine(list[index], true, out[index])) return false;
    return true;
}

bool readKind(std::int32_t kind, core::CredentialKind& out)
{
    if (kind != SCS_CREDENTIAL_API_KEY && kind != SCS_CREDENTIAL_JWT) return false;
    out = kind == SCS_CREDENTIAL_JWT ? core::CredentialKind::Jwt : core::CredentialKind::ApiKey;
    return true;
}

}  // namespace

PrincipalTable::PrincipalTable(const core::Identity& identity)
    : _roles(listed(identity.roles)), _permissions(listed(identity.permissions))
{
    _principal.struct_size = sizeof _principal;
    _principal.kind =
        identity.kind == core::CredentialKind::Jwt ? SCS_CREDENTIAL_JWT : SCS_CREDENTIAL_API_KEY;
    _principal.tenant_id = abiText(identity.tenantId);
    _principal.user_id = abiText(identity.userId);
    _principal.credential_id = abiText(identity.credentialId);
    _principal.roles = _roles.data();
    _principal.role_count = _roles.size();
    _principal.permissions = _permissions.data();
    _principal.permission_count = _permissions.size();
    _principal.platform_issuer = identity.platformIssuer ? 1 : 0;
    _principal.expires_unix_ns = toNanoseconds(identity.expiresAtMicros);
}

std::optional<core::Identity> readPrincipal(const scs_principal* theirs)
{
    scs_principal principal;
    constexpr auto minimum = SCAISPEAK_ABI_MINIMUM(scs_principal, expires_unix_ns);
    if (copyStruct(theirs, minimum, principal) != StructCopy::Ok) return std::nullopt;
    core::Identity identity;
    const bool good =
        readKind(principal.kind, identity.kind) && readLine(principal.tenant_id, true, identity.tenantId) &&
        readLine(principal.user_id, true, identity.userId) &&
        readLine(principal.credential_id, false, identity.credentialId) &&
        readList(principal.roles, principal.role_count, identity.roles) &&
        readList(principal.permissions, principal.permission_count, identity.permissions) &&
        (principal.platform_issuer == 0 || principal.platform_issuer == 1) && principal.expires_unix_ns >= 0;
    if (!good) return std::nullopt;
    identity.platformIssuer = principal.platform_issuer == 1;
    // Rounded down; but 0 would mean that it never expires.
    if (principal.expires_unix_ns > 0)
        identity.expiresAtMicros = std::max<std::int64_t>(principal.expires_unix_ns / 1'000, 1);
    return identity;
}

}  // namespace scaispeak::pluginhost
