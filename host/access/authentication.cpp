#include "access/authentication.hpp"

#include "access/grant_directory.hpp"
#include "access/key_directory.hpp"
#include "core/failure.hpp"
#include "core/identifiers.hpp"

#include <algorithm>
#include <utility>

namespace scaispeak::access {
namespace {

constexpr std::size_t longestCredential = 8192;

[[noreturn]] void refuseMissing()
{
    throw core::Failure(core::ErrorCode::AuthTokenMissing,
                        "no credential was sent; add the header 'Authorization: Bearer <API key or token>'");
}

[[noreturn]] void refuseInvalid()
{
    throw core::Failure(
        core::ErrorCode::AuthTokenInvalid,
        "the credential is not valid, has expired or was revoked; send a current API key or token");
}

[[noreturn]] void refuseUnavailable()
{
    throw core::Failure(core::ErrorCode::AuthUnavailable,
                        "the credential cannot be checked just now; try again in a moment")
        .withRetryAfter(1);
}

bool isBearer(std::string_view scheme)
{
    static constexpr std::string_view bearer = "bearer ";
    return scheme.size() == bearer.size() &&
           std::ranges::equal(scheme, bearer, [](char given, char expected) {
               return (given >= 'A' && given <= 'Z' ? static_cast<char>(given + 32) : given) == expected;
           });
}

}  // namespace

std::string_view bearerCredential(std::string_view authorization)
{
    if (authorization.empty()) refuseMissing();
    if (!isBearer(authorization.substr(0, 7))) refuseInvalid();
    std::string_view credential = authorization.substr(7);
    while (credential.starts_with(' '))
        credential.remove_prefix(1);
    while (credential.ends_with(' '))
        credential.remove_suffix(1);
    if (credential.empty()) refuseMissing();
    const bool printable = std::ranges::all_of(credential, [](char c) { return c > ' ' && c < '\x7f'; });
    if (!printable || credential.size() > longestCredential) refuseInvalid();
    return credential;
}

Authentication::Authentication(Chain chain, KeyDirectory& directory, GrantDirectory& grants,
                               core::Logger& logger)
    : _chain(std::move(chain)), _directory(directory), _grants(grants), _logger(logger)
{}

core::Principal Authentication::authenticate(std::string_view authorization, const core::CallIds& ids) const
{
    core::Identity identity = identify(bearerCredential(authorization), ids);
    bool active = false;
    core::Principal principal;
    try {
        active = _directory.tenantActive(identity.tenantId);
        if (active) principal = _grants.principalOf(std::move(identity));
    }
    catch (const core::Failure&) {
        refuseUnavailable();
    }
    if (!active)
        throw core::Failure(core::ErrorCode::ModuleNotEnabled,
                            "speech is not enabled for this tenant; ask your ScaiLabs contact to enable it");
    return principal;
}

core::Identity Authentication::identify(std::string_view credential, const core::CallIds& ids) const
{
    const auto chain = _chain.get();
    for (const auto& authenticator : *chain) {
        core::AuthResult result = authenticator->authenticate(credential, ids);
        switch (result.decision) {
            case core::AuthDecision::NotMine:
                continue;
            case core::AuthDecision::Deny:
                refuseInvalid();
            case core::AuthDecision::Allow:
                if (!result.identity || result.identity->tenantId.empty() || result.identity->userId.empty())
                    break;
                if (result.identity->expiresAtMicros != 0 &&
                    result.identity->expiresAtMicros <= core::nowMicros())
                    refuseInvalid();
                return std::move(*result.identity);
            case core::AuthDecision::Unavailable:
                break;
        }
        _logger.warning("auth_unavailable",
                        {{"request_id", ids.requestId}, {"reason", std::string_view(result.message)}});
        refuseUnavailable();
    }
    refuseInvalid();
}

}  // namespace scaispeak::access
