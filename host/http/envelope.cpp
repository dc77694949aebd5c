#include "http/envelope.hpp"

#include "http/error_status.hpp"

#include <utility>

namespace scaispeak::http {
namespace {

boost::json::object metaOf(const std::string& requestId)
{
    return {{"request_id", requestId}};
}

Response jsonResponse(int status, const boost::json::object& body, const std::string& requestId)
{
    Response response;
    response.status = status;
    response.headers = {{"Content-Type", "application/json"}, {"X-Request-Id", requestId}};
    response.body = boost::json::serialize(body);
    return response;
}

boost::json::object detailOf(const core::FailureDetail& detail)
{
    boost::json::object row;
    row["field"] = detail.field;
    if (!detail.code.empty()) row["code"] = detail.code;
    row["message"] = detail.message;
    return row;
}

boost::json::object errorOf(const core::Failure& failure)
{
    boost::json::object error;
    error["code"] = core::word(failure.code());
    error["message"] = failure.message();
    if (const auto seconds = failure.retryAfterSeconds()) error["retry_after"] = *seconds;
    if (!failure.details().empty()) {
        boost::json::array details;
        for (const core::FailureDetail& detail : failure.details())
            details.push_back(detailOf(detail));
        error["details"] = std::move(details);
    }
    return error;
}

}  // namespace

Response okResponse(boost::json::value data, const std::string& requestId, int status)
{
    boost::json::object body;
    body["status"] = "ok";
    body["data"] = std::move(data);
    body["meta"] = metaOf(requestId);
    return jsonResponse(status, body, requestId);
}

Response okResponseWith(std::string_view name, std::string_view plainText, const boost::json::object& data,
                        const std::string& requestId)
{
    const std::string rest = boost::json::serialize(data);
    const std::string meta = boost::json::serialize(metaOf(requestId));
    Response response;
    response.headers = {{"Content-Type", "application/json"}, {"X-Request-Id", requestId}};
    std::string& body = response.body;
    body.reserve(plainText.size() + rest.size() + meta.size() + name.size() + 64);
    body += R"({"status":"ok","data":{")";
    body += name;
    body += R"(":")";
    body += plainText;
    body += data.empty() ? "\"" : "\",";
    body += std::string_view(rest).substr(1);
    body += R"(,"meta":)";
    body += meta;
    body += '}';
    return response;
}

Response listResponse(boost::json::array items, const std::string& nextCursor, const std::string& requestId)
{
    boost::json::object data;
    data["items"] = std::move(items);
    boost::json::object pagination;
    pagination["has_more"] = !nextCursor.empty();
    pagination["next_cursor"] =
        nextCursor.empty() ? boost::json::value(nullptr) : boost::json::value(nextCursor);
    if (!nextCursor.empty()) data["next_cursor"] = nextCursor;
    boost::json::object body;
    body["status"] = "ok";
    body["data"] = std::move(data);
    body["pagination"] = std::move(pagination);
    body["meta"] = metaOf(requestId);
    return jsonResponse(200, body, requestId);
}

Response errorResponse(const core::Failure& failure, const std::string& requestId, boost::json::value data)
{
    boost::json::object body;
    body["status"] = "error";
    body["error"] = errorOf(failure);
    if (!data.is_null()) body["data"] = std::move(data);
    body["meta"] = metaOf(requestId);
    Response response = jsonResponse(httpStatus(failure.code()), body, requestId);
    if (const auto seconds = failure.retryAfterSeconds())
        response.headers.emplace_back("Retry-After", std::to_string(*seconds));
    if (response.status == 401)
        response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"scaispeak\"");
    return response;
}

Response textResponse(std::string body, std::string mediaType, const std::string& requestId)
{
    Response response;
    response.headers = {{"Content-Type", std::move(mediaType)}, {"X-Request-Id", requestId}};
    response.body = std::move(body);
    return response;
}

}  // namespace scaispeak::http
