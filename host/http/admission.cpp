#include "http/admission.hpp"

#include "core/identifiers.hpp"

#include <algorithm>

namespace scaispeak::http {
namespace {

// Contract, section 2.
constexpr std::uint32_t refusalsPerMinute = 30;

core::Failure tooMany(int retryAfterSeconds, const char* message)
{
    return core::Failure(core::ErrorCode::RateLimited, message)
        .withRetryAfter(std::max(1, retryAfterSeconds));
}

void addRateHeaders(Call& call, const access::RateStanding& standing)
{
    call.headers.emplace_back("X-Scaigrid-Ratelimit-Limit", std::to_string(standing.limit));
    call.headers.emplace_back("X-Scaigrid-Ratelimit-Remaining", std::to_string(standing.remaining));
    call.headers.emplace_back("X-Scaigrid-Ratelimit-Reset", std::to_string(standing.resetEpochSeconds));
}

}  // namespace

void Admission::admit(Call& call, const Route& route)
{
    if (route.gate == Gate::Open) return;
    authenticate(call);
    call.record->tenantId = call.principal.identity.tenantId;
    call.record->userId = call.principal.identity.userId;
    requirePermission(call, route);
    countAgainstLimits(call);
}

void Admission::authenticate(Call& call)
{
    try {
        call.principal = _services.authentication.authenticate(call.header("Authorization"), call.ids());
    }
    catch (const core::Failure& failure) {
        const bool refused = failure.code() == core::ErrorCode::AuthTokenMissing ||
                             failure.code() == core::ErrorCode::AuthTokenInvalid;
        if (refused) countRefusal(call);
        throw;
    }
}

void Admission::countRefusal(const Call& call)
{
    const auto standing = _services.rateLimiter.take({{"address/" + call.origin.address, refusalsPerMinute}},
                                                     core::nowMicros());
    if (standing && !standing->allowed)
        throw tooMany(
            standing->retryAfterSeconds,
            "too many calls from this address had no valid credential; wait, then send a current one");
}

void Admission::requirePermission(const Call& call, const Route& route)
{
    if (route.gate == Gate::SuperAdmin && !call.principal.superAdmin)
        throw core::Failure(core::ErrorCode::AuthzPermissionDenied, "this needs the role super_admin");
    if (route.gate == Gate::Permission && !call.principal.may(route.permission))
        throw core::Failure(
            core::ErrorCode::AuthzPermissionDenied,
            "this needs the permission " + route.permission + "; ask an admin of your tenant for it");
}

void Admission::countAgainstLimits(Call& call)
{
    const core::Identity& identity = call.principal.identity;
    const access::RateLimits& limits = call.settings->rateLimits;
    if (limits.keyPerMinute == 0 && limits.userPerMinute == 0 && limits.tenantPerMinute == 0) return;
    std::vector<access::RateLimiter::Subject> subjects{
        {"user/" + identity.tenantId + "/" + identity.userId, limits.userPerMinute},
        {"tenant/" + identity.tenantId, limits.tenantPerMinute}};
    if (!identity.credentialId.empty())
        subjects.push_back({"key/" + identity.credentialId, limits.keyPerMinute});
    const auto standing = _services.rateLimiter.take(subjects, core::nowMicros());
    if (!standing) return;
    addRateHeaders(call, *standing);
    if (!standing->allowed)
        throw tooMany(standing->retryAfterSeconds,
                      "too many calls in this minute; wait for 'retry_after' seconds");
}

}  // namespace scaispeak::http
