#pragma once

#include "../auth.h"
#include "guard.hpp"

namespace scaispeak {

enum class CredentialKind : std::int32_t
{
    None = 0,
    ApiKey = SCS_CREDENTIAL_API_KEY,
    Jwt = SCS_CREDENTIAL_JWT
};

/// Who it is: see scs_principal.
struct Principal
{
    CredentialKind kind = CredentialKind::None;
    std::string tenantId;
    std::string userId;
    std::string credentialId;
    std::vector<std::string> roles;
    std::vector<std::string> permissions;
    bool platformIssuer = false;
    std::chrono::nanoseconds expires{0};  ///< Unix time; 0 = does not expire.
};

enum class AuthDecision : std::int32_t
{
    Deny = SCS_AUTH_DENY,
    NotMine = SCS_AUTH_NOT_MINE,
    Unavailable = SCS_AUTH_UNAVAILABLE,
    Allow = SCS_AUTH_ALLOW,
};

/// The principal counts with Allow alone.
struct AuthAnswer
{
    AuthDecision decision = AuthDecision::Deny;
    Principal principal = {};
};

/// Says who a credential belongs to. What it throws is never an Allow.
class Authenticator
{
public:
    virtual ~Authenticator() = default;
    /// `credential` is a secret.
    virtual AuthAnswer authenticate(const Call& call, std::string_view credential) = 0;
};

struct ExchangedToken
{
    std::string token;
    std::string scope;
    std::chrono::nanoseconds expires{0};  ///< Unix time.
};

/// RFC 8693: trades a token for one of another audience.
class TokenExchange
{
public:
    virtual ~TokenExchange() = default;
    virtual ExchangedToken exchange(const Call& call, std::string_view subjectToken,
                                    std::string_view audience, std::string_view scope) = 0;
};

template <>
struct Wire<Principal>
{
    using type = scs_principal;
    template <class Use>
    static scs_status with(const Principal& principal, Use&& use)
    {
        const std::vector<scs_str> roles = strings(principal.roles);
        const std::vector<scs_str> permissions = strings(principal.permissions);
        auto wire = newStruct<scs_principal>();
        wire.kind = static_cast<std::int32_t>(principal.kind);
        wire.tenant_id = str(principal.tenantId);
        wire.user_id = str(principal.userId);
        wire.credential_id = str(principal.credentialId);
        wire.roles = roles.data();
        wire.role_count = roles.size();
        wire.permissions = permissions.data();
        wire.permission_count = permissions.size();
        wire.platform_issuer = principal.platformIssuer ? 1 : 0;
        wire.expires_unix_ns = principal.expires.count();
        return use(wire);
    }
};

template <>
struct Wire<ExchangedToken>
{
    using type = scs_exchanged_token;
    template <class Use>
    static scs_status with(const ExchangedToken& token, Use&& use)
    {
        auto wire = newStruct<scs_exchanged_token>();
        wire.token = str(token.token);
        wire.scope = str(token.scope);
        wire.expires_unix_ns = token.expires.count();
        return use(wire);
    }
};

namespace detail {

inline Principal fromWire(const scs_principal& raw)
{
    Principal principal;
    principal.kind = static_cast<CredentialKind>(raw.kind);
    principal.tenantId = view(raw.tenant_id);
    principal.userId = view(raw.user_id);
    principal.credentialId = view(raw.credential_id);
    principal.roles = strings(raw.roles, raw.role_count);
    principal.permissions = strings(raw.permissions, raw.permission_count);
    principal.platformIssuer = raw.platform_issuer == 1;
    principal.expires = std::chrono::nanoseconds(raw.expires_unix_ns);
    return principal;
}

template <class Plugin>
struct AuthEntry
{
    static scs_status authenticate(void* instance, const scs_call* call, scs_str credential,
                                   scs_emit_principal function, void* ctx, std::int32_t* decision,
                                   scs_error* error) noexcept
    {
        *decision = SCS_AUTH_UNAVAILABLE;
        return guardedCall<Plugin>(
            instance, call, error, [&](Authenticator& authenticator, const Call& wrapped) {
                const AuthAnswer answer = authenticator.authenticate(wrapped, view(credential));
                if (answer.decision == AuthDecision::Allow) {
                    Emit<Principal> emit(function, ctx);
                    if (!emit(answer.principal)) return emit.status();
                }
                *decision = static_cast<std::int32_t>(answer.decision);
                return Status::Ok;
            });
    }

    static constexpr scs_auth table() noexcept { return {sizeof(scs_auth), 0, &authenticate}; }
};

template <class Plugin>
struct TokenExchangeEntry
{
    static scs_status exchange(void* instance, const scs_call* call, scs_str subjectToken, scs_str audience,
                               scs_str scope, scs_emit_token function, void* ctx, scs_error* error) noexcept
    {
        return guardedCall<Plugin>(instance, call, error, [&](TokenExchange& exchanger, const Call& wrapped) {
            Emit<ExchangedToken> emit(function, ctx);
            emit(exchanger.exchange(wrapped, view(subjectToken), view(audience), view(scope)));
            return emit.status();
        });
    }

    static constexpr scs_token_exchange table() noexcept
    {
        return {sizeof(scs_token_exchange), 0, &exchange};
    }
};

}  // namespace detail
}  // namespace scaispeak
