#include "http/cross_origin.hpp"

#include <algorithm>
#include <utility>

namespace scaispeak::http {
namespace {

const std::string allowedHeaders =
    "Authorization, Content-Type, Accept, Idempotency-Key, X-Request-Id, traceparent, tracestate";
const std::string exposedHeaders =
    "X-Request-Id, X-Scaispeak-Backend, X-Scaispeak-Samples, X-Scaispeak-Crc32, Retry-After, "
    "X-Scaigrid-Ratelimit-Limit, X-Scaigrid-Ratelimit-Remaining, X-Scaigrid-Ratelimit-Reset";
const std::string preflightSeconds = "600";

bool mayRead(const Call& call)
{
    const std::string& origin = call.header("Origin");
    return !origin.empty() &&
           std::ranges::find(call.settings->corsOrigins, origin) != call.settings->corsOrigins.end();
}

}  // namespace

void addCrossOriginHeaders(Call& call)
{
    if (call.settings->corsOrigins.empty()) return;
    // Also for other origins: a cache must not give one what was meant for another.
    call.headers.emplace_back("Vary", "Origin");
    if (!mayRead(call)) return;
    call.headers.emplace_back("Access-Control-Allow-Origin", call.header("Origin"));
    call.headers.emplace_back("Access-Control-Expose-Headers", exposedHeaders);
}

bool answerPreflight(Call& call, const std::string& methods)
{
    const bool asked = call.request.head.getMethod() == "OPTIONS" && !methods.empty() &&
                       !call.header("Access-Control-Request-Method").empty() && mayRead(call);
    if (!asked) return false;
    Response response;
    response.status = 204;
    response.headers = {{"X-Request-Id", call.requestId},
                        {"Access-Control-Allow-Methods", methods},
                        {"Access-Control-Allow-Headers", allowedHeaders},
                        {"Access-Control-Max-Age", preflightSeconds}};
    call.answer(std::move(response));
    return true;
}

}  // namespace scaispeak::http
