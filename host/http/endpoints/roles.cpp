#include "http/endpoints/roles.hpp"

#include "core/identifiers.hpp"
#include "http/envelope.hpp"
#include "http/field_reader.hpp"
#include "http/json_body.hpp"
#include "http/paging.hpp"
#include "http/wire_text.hpp"

#include <utility>

namespace scaispeak::http::endpoints {
namespace {

constexpr std::size_t longestId = 128;
constexpr std::size_t mostPermissions = 16;
constexpr std::size_t mostRoles = 64;

boost::json::array textsOf(const std::vector<std::string>& texts)
{
    return boost::json::array(texts.begin(), texts.end());
}

boost::json::object roleOf(const core::CustomRole& role)
{
    boost::json::object row;
    row["id"] = role.id;
    row["name"] = role.name;
    row["permissions"] = textsOf(role.permissions);
    row["created_at"] = core::rfc3339(role.createdAt);
    row["updated_at"] = core::rfc3339(role.updatedAt);
    return row;
}

std::vector<std::string> requiredTexts(FieldReader& fields, std::string_view name, std::size_t most)
{
    if (!fields.has(name)) fields.fault(name, "is missing; a list of texts is expected, which may be empty");
    return fields.texts(name, most, longestId).value_or(std::vector<std::string>());
}

}  // namespace

Endpoint createRole(Services& services)
{
    return [&services](const std::shared_ptr<Call>& call) {
        const boost::json::object body = jsonBody(*call);
        FieldReader fields(body);
        const std::string name = fields.requiredText("name", 1, longestId);
        auto permissions = requiredTexts(fields, "permissions", mostPermissions);
        fields.check();
        call->answerOk(
            roleOf(services.roles.create(call->principal, name, std::move(permissions), call->requestId)),
            201);
    };
}

Endpoint listRoles(Services& services)
{
    return [&services](const std::shared_ptr<Call>& call) {
        FieldReader faults;
        const Paging paging = pagingOf(*call, faults);
        faults.check();
        const core::CustomRolePage page = services.roles.list(call->principal, paging.limit, paging.cursor);
        boost::json::array items;
        for (const core::CustomRole& role : page.items)
            items.push_back(roleOf(role));
        call->answer(listResponse(std::move(items), page.nextCursor, call->requestId));
    };
}

Endpoint changeRole(Services& services)
{
    return [&services](const std::shared_ptr<Call>& call) {
        const boost::json::object body = jsonBody(*call);
        FieldReader fields(body);
        if (fields.has("name"))
            fields.fault("name", "stays as it is, since tokens may carry it; make another role");
        auto permissions = requiredTexts(fields, "permissions", mostPermissions);
        fields.check();
        call->answerOk(roleOf(services.roles.change(call->principal, call->pathParameters.front(),
                                                    std::move(permissions), call->requestId)));
    };
}

Endpoint removeRole(Services& services)
{
    return [&services](const std::shared_ptr<Call>& call) {
        const std::string& id = call->pathParameters.front();
        const std::int64_t at = services.roles.remove(call->principal, id, call->requestId);
        call->answerOk({{"id", id}, {"deleted_at", core::rfc3339(at)}});
    };
}

Endpoint grantUser(Services& services)
{
    return [&services](const std::shared_ptr<Call>& call) {
        const boost::json::object body = jsonBody(*call);
        FieldReader fields(body);
        core::UserGrants grants;
        grants.roles = requiredTexts(fields, "roles", mostRoles);
        grants.permissions = requiredTexts(fields, "permissions", mostPermissions);
        const std::string& userId = call->pathParameters.front();
        if (!isUtf8(userId) || hasControlCharacter(userId) || userId.size() > longestId)
            fields.fault("user_id", "must be UTF-8 of at most 128 bytes, without control characters");
        fields.check();
        grants = services.roles.grant(call->principal, userId, std::move(grants), call->requestId);
        call->answerOk({{"user_id", userId},
                        {"roles", textsOf(grants.roles)},
                        {"permissions", textsOf(grants.permissions)}});
    };
}

}  // namespace scaispeak::http::endpoints
