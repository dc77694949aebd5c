#include "http/endpoints/api_keys.hpp"

#include "core/identifiers.hpp"
#include "http/envelope.hpp"
#include "http/field_reader.hpp"
#include "http/json_body.hpp"
#include "http/paging.hpp"

#include <Poco/DateTime.h>
#include <Poco/DateTimeFormat.h>
#include <Poco/DateTimeParser.h>

namespace scaispeak::http::endpoints {
namespace {

constexpr std::size_t longestName = 200;
constexpr std::size_t longestId = 128;
constexpr std::size_t hintPrefix = 8;

boost::json::value timeOrNull(std::int64_t micros)
{
    return micros == 0 ? boost::json::value(nullptr) : boost::json::value(core::rfc3339(micros));
}

boost::json::array textsOf(const std::vector<std::string>& texts)
{
    return boost::json::array(texts.begin(), texts.end());
}

boost::json::object keyOf(const core::ApiKey& key)
{
    boost::json::object row;
    row["id"] = key.id;
    row["key"] = key.hint;
    row["prefix"] = key.hint.substr(0, hintPrefix);
    row["name"] = key.name;
    row["user_id"] = key.userId;
    row["roles"] = textsOf(key.roles);
    row["permissions"] = textsOf(key.permissions);
    row["created_at"] = core::rfc3339(key.createdAt);
    row["expires_at"] = timeOrNull(key.expiresAt);
    return row;
}

/// Unix microseconds of an RFC 3339 time, and a fault when it is none or has passed.
std::int64_t futureTime(FieldReader& fields, std::string_view name)
{
    const auto text = fields.text(name, 1, 40);
    if (!text) return 0;
    Poco::DateTime time;
    int zone = 0;
    if (!Poco::DateTimeParser::tryParse(Poco::DateTimeFormat::ISO8601_FRAC_FORMAT, *text, time, zone)) {
        fields.fault(name, "must be a time of RFC 3339, such as 2030-01-31T12:00:00Z");
        return 0;
    }
    time.makeUTC(zone);
    const std::int64_t micros = time.timestamp().epochMicroseconds();
    if (micros <= core::nowMicros()) {
        fields.fault(name, "must lie in the future");
        return 0;
    }
    return micros;
}

}  // namespace

Endpoint createApiKey(Services& services)
{
    return [&services](const std::shared_ptr<Call>& call) {
        const boost::json::object body = jsonBody(*call);
        FieldReader fields(body);
        access::ApiKeyWish wish;
        wish.name = fields.requiredText("name", 1, longestName);
        wish.permissions = fields.texts("permissions", 16, longestId);
        wish.expiresAt = futureTime(fields, "expires_at");
        wish.userId = fields.text("user_id", 1, longestId).value_or("");
        fields.check();
        const access::NewApiKey made = services.apiKeys.create(call->principal, wish, call->requestId);
        boost::json::object data = keyOf(made.key);
        data["key"] = made.secret;
        call->answerOk(std::move(data), 201);
    };
}

Endpoint listApiKeys(Services& services)
{
    return [&services](const std::shared_ptr<Call>& call) {
        FieldReader faults;
        const Paging paging = pagingOf(*call, faults);
        faults.check();
        const core::ApiKeyPage page = services.apiKeys.list(call->principal, paging.limit, paging.cursor);
        boost::json::array items;
        for (const core::ApiKey& key : page.items)
            items.push_back(keyOf(key));
        call->answer(listResponse(std::move(items), page.nextCursor, call->requestId));
    };
}

Endpoint revokeApiKey(Services& services)
{
    return [&services](const std::shared_ptr<Call>& call) {
        const std::string& id = call->pathParameters.front();
        const std::int64_t revokedAt = services.apiKeys.revoke(call->principal, id, call->requestId);
        call->answerOk({{"id", id}, {"revoked_at", core::rfc3339(revokedAt)}});
    };
}

}  // namespace scaispeak::http::endpoints
