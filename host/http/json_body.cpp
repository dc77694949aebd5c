#include "http/json_body.hpp"

namespace scaispeak::http {
namespace {

constexpr std::size_t deepest = 32;

}  // namespace

void requireBodyWithinLimit(const Call& call)
{
    if (call.request.bodyTooLarge)
        throw core::Failure(core::ErrorCode::PayloadTooLarge,
                            "the body is larger than 2 MiB; send less at once");
}

boost::json::object jsonBody(const Call& call)
{
    requireBodyWithinLimit(call);
    boost::json::parse_options options;
    options.max_depth = deepest;
    boost::json::error_code error;
    boost::json::value value = boost::json::parse(call.request.body, error, {}, options);
    if (error)
        throw core::Failure(
            core::ErrorCode::MalformedRequest,
            "the body is not JSON that can be read (" + error.message() + "); send one JSON object in UTF-8");
    if (!value.is_object())
        throw core::Failure(core::ErrorCode::ValidationError, "the body must be a JSON object")
            .withDetail({"", "", "expected an object"});
    return std::move(value.as_object());
}

}  // namespace scaispeak::http
