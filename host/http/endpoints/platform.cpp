#include "http/endpoints/platform.hpp"

#include "http/envelope.hpp"

#include <openapi_document.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

namespace scaispeak::http::endpoints {
namespace {

boost::json::object check(bool ok, std::string_view reason)
{
    return {{"status", ok ? "ok" : "down"},
            {"reason", ok ? boost::json::value(nullptr) : boost::json::value(reason)}};
}

boost::json::array textsOf(const auto& texts)
{
    boost::json::array array;
    for (const auto& text : texts)
        array.emplace_back(std::string_view(text));
    return array;
}

boost::json::object pluginOf(const core::PluginStatus& plugin)
{
    boost::json::object row;
    row["id"] = plugin.id;
    row["version"] = plugin.version;
    row["abi"] = plugin.abi;
    row["kinds"] = textsOf(plugin.kinds);
    row["isolation"] = plugin.isolation;
    row["threading"] = plugin.threading;
    row["exclusive_group"] = plugin.exclusiveGroup;
    row["status"] = plugin.status;
    row["error"] = plugin.error.empty() ? boost::json::value(nullptr) : boost::json::value(plugin.error);
    row["config"] = plugin.configJson.empty() ? boost::json::value(boost::json::object())
                                              : boost::json::parse(plugin.configJson);
    boost::json::array workers;
    for (const core::PluginWorker& worker : plugin.workers)
        workers.push_back({{"pid", worker.pid},
                           {"state", worker.state},
                           {"served", worker.served},
                           {"hardening", worker.hardening}});
    if (plugin.isolation == "worker") row["workers"] = std::move(workers);
    return row;
}

}  // namespace

Endpoint health()
{
    return [](const std::shared_ptr<Call>& call) {
        call->answer(textResponse(R"({"status":"ok"})", "application/json", call->requestId));
    };
}

Endpoint ready(Services& services)
{
    return [&services](const std::shared_ptr<Call>& call) {
        boost::json::object checks;
        bool any = false;
        for (const speak::SlotState& slot : services.speech.slotStates()) {
            checks[slot.name] = check(slot.ok, slot.reason);
            any = any || slot.ok;
        }
        const bool database = services.databaseAnswers();
        checks["database"] = check(database, database ? "" : "database_unreachable");
        checks["objects"] = check(false, "not_configured");
        checks["workers"] = check(false, "no_worker");
        boost::json::object data{{"checks", std::move(checks)}};
        if (any) return call->answerOk(std::move(data));
        const core::Failure failure(core::ErrorCode::NotReady,
                                    "no backend can take a call; 'data.checks' says why for each slot");
        call->answer(errorResponse(failure, call->requestId, std::move(data)));
    };
}

Endpoint metrics(Services& services)
{
    return [&services](const std::shared_ptr<Call>& call) {
        call->answer(textResponse(services.metricsText(), "text/plain; version=0.0.4; charset=utf-8",
                                  call->requestId));
    };
}

Endpoint openapi()
{
    return [](const std::shared_ptr<Call>& call) {
        std::string document(std::begin(openapiDocument), std::end(openapiDocument));
        call->answer(textResponse(std::move(document), "application/json", call->requestId));
    };
}

Endpoint me()
{
    return [](const std::shared_ptr<Call>& call) {
        const core::Identity& identity = call->principal.identity;
        boost::json::object data;
        data["user_id"] = identity.userId;
        data["tenant_id"] = identity.tenantId;
        data["credential"] = {
            {"kind", identity.kind == core::CredentialKind::ApiKey ? "api_key" : "jwt"},
            {"id", identity.credentialId.empty() ? boost::json::value(nullptr)
                                                 : boost::json::value(identity.credentialId)}};
        data["roles"] = textsOf(identity.roles);
        data["permissions"] = textsOf(call->principal.permissions);
        data["super_admin"] = call->principal.superAdmin;
        call->answerOk(std::move(data));
    };
}

Endpoint plugins(Services& services)
{
    return [&services](const std::shared_ptr<Call>& call) {
        boost::json::array items;
        for (const core::PluginStatus& plugin : services.plugins.plugins())
            items.push_back(pluginOf(plugin));
        call->answer(listResponse(std::move(items), "", call->requestId));
    };
}

}  // namespace scaispeak::http::endpoints
