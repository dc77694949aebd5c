#include "refusal.hpp"

#include <algorithm>

namespace scaispeak::relay {
namespace {

/// Beyond it a relay tells nothing that a caller could plan with, or lies.
constexpr std::chrono::seconds longestWait{86'400};

struct Meaning
{
    Status status;
    std::string_view reason;
    std::string_view publicMessage;
    std::string_view remedy;  ///< For the operator.
};

/// What is neither about the voice nor the text is told as a failure: another voice would not help.
Meaning meaningOf(long httpStatus)
{
    if (httpStatus == 401 || httpStatus == 403)
        return {Status::Unavailable, "relay_credentials_missing",
                "the relay does not accept this deployment's credential; the operator mends api_key",
                httpStatus == 401 ? "it does not accept api_key: set one that is valid"
                                  : "api_key may not do this: let it speak with this model, or set another"};
    if (httpStatus == 404)
        return {Status::Unsupported, "backend-relay.not_found",
                "the relay has no such model or address; the operator mends url and model",
                "see url and model"};
    if (mayBeTheFormat(httpStatus))
        return {Status::Unsupported, "backend-relay.refused", "the relay refused the request",
                "see model, voices and formats"};
    if (httpStatus == 402)
        return {Status::Internal, "backend-relay.payment_required",
                "the relay wants to be paid; the operator settles its account",
                "its account is to be paid for or has no credit left"};
    if (httpStatus == 408)
        return {Status::Internal, "backend-relay.request_timeout",
                "the relay did not get the request in time; try again",
                "it waited for the request: look at the network and at proxies"};
    if (httpStatus == 413)
        return {Status::Internal, "backend-relay.text_too_long",
                "the text is too long for the relay; send shorter sentences",
                "a sentence was too long for it, or for a proxy before it"};
    if (httpStatus == 429)
        return {Status::Overloaded, "saturated", "the relay takes no more calls just now; try again", ""};
    if (httpStatus >= 500)
        return {Status::Internal, "backend-relay.failed", "the relay failed; try again", ""};
    if (httpStatus >= 400)
        return {Status::Internal, "backend-relay.refused", "the relay refused the request",
                "it is none of the answers that a speech call has: see url"};
    if (httpStatus >= 300)
        return {Status::Internal, "backend-relay.redirected",
                "the relay is somewhere else; the operator sets its url",
                "it sends elsewhere, where api_key is not taken: set url to where it really is"};
    return {Status::Internal, "backend-relay.no_speech", "the relay answered without speech; try again",
            "it is none of the answers that a speech call has: see url"};
}

}  // namespace

bool isFailure(long httpStatus) noexcept
{
    return httpStatus < 400 ? httpStatus != 200
                            : httpStatus == 402 || httpStatus == 403 || httpStatus == 408 ||
                                  httpStatus == 429 || httpStatus >= 500;
}

bool mayBeTheFormat(long httpStatus) noexcept
{
    return httpStatus == 400 || httpStatus == 415 || httpStatus == 422;
}

Error refusalOf(long httpStatus, std::chrono::seconds retryAfter)
{
    const Meaning meaning = meaningOf(httpStatus);
    std::string internal = "the relay answered " + std::to_string(httpStatus);
    if (!meaning.remedy.empty()) internal.append(": ").append(meaning.remedy);
    // libcurl reads the time of any answer; what it means is defined where somebody is to come back.
    const auto wait = meaning.status == Status::Overloaded
                          ? std::clamp(retryAfter, std::chrono::seconds(0), longestWait)
                          : std::chrono::seconds(0);
    return Error(meaning.status, std::string(meaning.reason), std::string(meaning.publicMessage), internal,
                 wait);
}

}  // namespace scaispeak::relay
