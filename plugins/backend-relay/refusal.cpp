#include "refusal.hpp"

#include <algorithm>

namespace scaispeak::relay {
namespace {

/// Beyond it a relay tells nothing that a caller could plan with, or lies.
constexpr std::chrono::seconds longestWait{86'400};

}  // namespace

bool isFailure(long httpStatus) noexcept
{
    return httpStatus == 429 || httpStatus >= 500;
}

bool mayBeTheFormat(long httpStatus) noexcept
{
    return httpStatus == 400 || httpStatus == 415 || httpStatus == 422;
}

Error refusalOf(long httpStatus, std::chrono::seconds retryAfter)
{
    const std::string internal = "the relay answered " + std::to_string(httpStatus);
    if (httpStatus == 401 || httpStatus == 403)
        return Error(Status::Internal, "backend-relay.credentials_refused",
                     "the relay does not accept this deployment's credential; the operator mends api_key",
                     internal);
    if (httpStatus == 404)
        return Error(Status::Unsupported, "backend-relay.not_found",
                     "the relay has no such model or address; the operator mends url and model", internal);
    if (httpStatus == 429)
        return Error(Status::Overloaded, "saturated", "the relay takes no more calls just now; try again",
                     internal, std::clamp(retryAfter, std::chrono::seconds(0), longestWait));
    if (httpStatus >= 500)
        return Error(Status::Internal, "backend-relay.failed", "the relay failed; try again", internal);
    return Error(Status::Unsupported, "backend-relay.refused", "the relay refused the request", internal);
}

}  // namespace scaispeak::relay
