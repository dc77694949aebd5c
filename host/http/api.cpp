#include "http/api.hpp"

#include "core/identifiers.hpp"
#include "core/traceparent.hpp"
#include "http/cross_origin.hpp"
#include "http/envelope.hpp"
#include "http/request_id.hpp"
#include "http/wire_text.hpp"

#include <Poco/Exception.h>
#include <Poco/String.h>
#include <Poco/URI.h>

#include <iterator>
#include <utility>

namespace scaispeak::http {
namespace {

core::Failure badQuery(const char* why)
{
    return core::Failure(core::ErrorCode::MalformedRequest, why);
}

std::map<std::string, std::string> queryOf(const std::string& raw)
{
    std::map<std::string, std::string> query;
    if (raw.empty()) return query;
    try {
        Poco::URI uri;
        uri.setRawQuery(raw);
        for (auto& [name, value] : uri.getQueryParameters()) {
            if (!isUtf8(name) || !isUtf8(value))
                throw badQuery("the query is not UTF-8; encode names and values as UTF-8, then in percent");
            query[name] = std::move(value);
        }
    }
    catch (const Poco::Exception&) {
        throw badQuery("the query is not percent-encoded correctly; encode names and values");
    }
    return query;
}

core::Failure insideFailure()
{
    return core::Failure(
        core::ErrorCode::InternalError,
        "something failed inside the host; try again, and report the request id if it stays");
}

/// One that is there twice says nothing.
std::string traceparentIn(const Poco::Net::HTTPRequest& head)
{
    const auto first = head.find("traceparent");
    if (first == head.end()) return {};
    const auto second = std::next(first);
    if (second != head.end() && Poco::icompare(second->first, first->first) == 0) return {};
    return std::string(core::traceparentOf(first->second));
}

core::ErrorCode codeOfFraming(int status)
{
    return status == 413 ? core::ErrorCode::PayloadTooLarge : core::ErrorCode::MalformedRequest;
}

}  // namespace

Api::Api(Services& services, const RouteTable& routes)
    : _services(services), _routes(routes), _admission(services), _metrics(services.metrics, routes)
{}

void Api::handle(Request&& request, std::shared_ptr<Exchange> exchange)
{
    auto call = std::make_shared<Call>();
    call->request = std::move(request);
    call->exchange = std::move(exchange);
    call->settings = _services.settings.get();
    call->origin = originOf(call->request, call->settings->trustedProxies);
    call->requestId = requestIdFor(call->header("X-Request-Id"));
    call->traceparent = traceparentIn(call->request.head);
    RouteTable::Match match = _routes.find(call->request.head.getMethod(), call->request.path);
    call->route = match.route;
    call->pathParameters = std::move(match.pathParameters);
    if (!match.allow.empty() && !match.route) call->headers.emplace_back("Allow", match.allow);
    call->otherMethods = !match.allow.empty() && !match.route;
    addCrossOriginHeaders(*call);
    observe(call);
    try {
        if (answerPreflight(*call, match.allow)) return;
        serve(call);
    }
    catch (const core::Failure& failure) {
        call->answerFailure(failure);
    }
    catch (const std::exception& error) {
        _services.logger.error("request_failed", {{"request_id", std::string_view(call->requestId)},
                                                  {"detail", std::string_view(error.what())}});
        call->answerFailure(insideFailure());
    }
}

void Api::serve(const std::shared_ptr<Call>& call)
{
    if (!call->route) {
        throw call->otherMethods
            ? core::Failure(core::ErrorCode::MethodNotAllowed,
                            "this path does not take this method; the header Allow lists those it takes")
            : core::Failure(core::ErrorCode::NotFound,
                            "there is no such path; /openapi.json lists those that are there");
    }
    _admission.admit(*call, *call->route);
    call->query = queryOf(call->request.query);
    call->route->endpoint(call);
}

void Api::observe(const std::shared_ptr<Call>& call)
{
    // The record, not the call: the call holds the exchange, and must not be held by it in turn.
    call->record = std::make_shared<CallRecord>(CallRecord{call->requestId,
                                                           std::string(core::traceIdOf(call->traceparent)),
                                                           "", "", call->route, call->origin.address});
    call->exchange->onFinished([this, record = call->record](const ExchangeResult& result) {
        _metrics.count(record->route, result);
        log(*record, result);
    });
}

void Api::log(const CallRecord& record, const ExchangeResult& result)
{
    const double milliseconds = std::chrono::duration<double, std::milli>(result.duration).count();
    _services.logger.info(
        "request",
        {{"request_id", std::string_view(record.requestId)},
         {"trace_id", std::string_view(record.traceId)},
         {"tenant_id", std::string_view(record.tenantId)},
         {"user_id", std::string_view(record.userId)},
         {"client_address", std::string_view(record.clientAddress)},
         {"route", record.route ? std::string_view(record.route->pattern) : std::string_view("none")},
         {"method", record.route ? std::string_view(record.route->method) : std::string_view()},
         {"status", std::int64_t{result.status}},
         {"bytes", static_cast<std::int64_t>(result.bytesSent)},
         {"completed", result.completed},
         {"duration_ms", milliseconds}});
}

Response Api::framingError(const FramingError& error)
{
    const std::string requestId = core::newRequestId();
    _services.logger.info("request_unreadable", {{"request_id", std::string_view(requestId)},
                                                 {"reason", error.reason},
                                                 {"status", std::int64_t{error.status}}});
    core::Failure failure(codeOfFraming(error.status), std::string(error.message));
    failure.withDetail({"", std::string(error.reason), std::string(error.message)});
    Response response = errorResponse(failure, requestId);
    response.status = error.status;
    return response;
}

Response Api::overloaded()
{
    return errorResponse(
        core::Failure(core::ErrorCode::Overloaded, "the host has too much to do; try again in a moment")
            .withRetryAfter(1),
        core::newRequestId());
}

Response Api::failed()
{
    return errorResponse(insideFailure(), core::newRequestId());
}

}  // namespace scaispeak::http
