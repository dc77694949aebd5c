#include "http/idempotent.hpp"

#include "core/failure.hpp"
#include "http/idempotency_key.hpp"

#include <optional>
#include <string>
#include <utility>

namespace scaispeak::http {
namespace {

using State = core::IdempotencyClaim::State;

const std::string keyHeader(idempotencyKeyHeader);
constexpr int retrySeconds = 1;

core::Failure stillRunning()
{
    return core::Failure(
               core::ErrorCode::Overloaded,
               "the first call with this Idempotency-Key is still being answered; try again in a second")
        .withDetail(
            {keyHeader, "first_call_running", "wait for 'retry_after' seconds, then send the same again"})
        .withRetryAfter(retrySeconds);
}

core::Failure usedOtherwise()
{
    return core::Failure(core::ErrorCode::ValidationError,
                         "this Idempotency-Key was used for another request or with another credential; take "
                         "a new key for a new request")
        .withDetail({keyHeader, "key_used_otherwise", "belongs to another request of the last 24 hours"});
}

std::string requestText(const Call& call)
{
    return call.request.head.getMethod() + ' ' + call.request.path + '?' + call.request.query + '\n' +
           call.header("Accept") + '\n' + call.request.body;
}

/// Tells the ledger what became of a call. A ledger that fails then fails no answer.
void settle(Services& services, const access::IdempotentCall& use, const std::string& requestId,
            const Response* response)
{
    try {
        if (!response)
            services.idempotency.succeeded(use, std::nullopt);
        else if (response->status < 300)
            services.idempotency.succeeded(use, access::IdempotentAnswer{response->status, response->body});
        else
            services.idempotency.failed(use);
    }
    catch (const core::Failure&) {
        services.logger.warning("idempotency_not_kept", {{"request_id", std::string_view(requestId)}});
    }
}

void answerAgain(const Call& call, access::IdempotentAnswer answer)
{
    Response response;
    response.status = answer.status;
    response.headers = {{"Content-Type", "application/json"},
                        {"X-Request-Id", call.requestId},
                        {"Idempotent-Replayed", "true"}};
    response.body = std::move(answer.body);
    call.answer(std::move(response));
}

}  // namespace

Endpoint idempotent(Services& services, Endpoint endpoint)
{
    return [&services, endpoint = std::move(endpoint)](const std::shared_ptr<Call>& call) {
        if (!call->request.head.has(keyHeader) || call->request.bodyTooLarge) return endpoint(call);
        const std::string& key = call->header(keyHeader);
        requireIdempotencyKey(key);
        access::IdempotentCall use = services.idempotency.begin(
            call->principal.identity, call->header("Authorization"), key, requestText(*call));
        if (use.state == State::Running) throw stillRunning();
        if (use.state == State::Different) throw usedOtherwise();
        if (use.state == State::Kept) return answerAgain(*call, std::move(use.answer));
        if (use.state == State::Ours)
            call->beforeAnswer = [&services, use = std::move(use), id = call->requestId](
                                     const Response* response) { settle(services, use, id, response); };
        endpoint(call);
    };
}

}  // namespace scaispeak::http
