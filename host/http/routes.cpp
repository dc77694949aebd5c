#include "http/routes.hpp"

#include "access/permissions.hpp"
#include "http/endpoints/api_keys.hpp"
#include "http/endpoints/nodes.hpp"
#include "http/endpoints/platform.hpp"
#include "http/endpoints/policy.hpp"
#include "http/endpoints/roles.hpp"
#include "http/endpoints/speak.hpp"
#include "http/endpoints/unbuilt.hpp"
#include "http/endpoints/voice_copies.hpp"
#include "http/endpoints/voices.hpp"
#include "http/idempotent.hpp"

#include <utility>

namespace scaispeak::http {
namespace {

const std::string module = "/v1/modules/scaispeak";

/// The list under construction: one line a route, as in the contract.
class RouteList
{
public:
    void open(std::string method, std::string pattern, Endpoint endpoint)
    {
        _routes.push_back({std::move(method), std::move(pattern), Gate::Open, "", std::move(endpoint)});
    }
    void signedIn(std::string method, std::string pattern, Endpoint endpoint)
    {
        _routes.push_back({std::move(method), std::move(pattern), Gate::SignedIn, "", std::move(endpoint)});
    }
    void permitted(std::string_view permission, std::string method, std::string pattern, Endpoint endpoint)
    {
        _routes.push_back({std::move(method), std::move(pattern), Gate::Permission, std::string(permission),
                           std::move(endpoint)});
    }
    void superAdmin(std::string method, std::string pattern, Endpoint endpoint)
    {
        _routes.push_back({std::move(method), std::move(pattern), Gate::SuperAdmin, "", std::move(endpoint)});
    }
    std::vector<Route> take() { return std::move(_routes); }

private:
    std::vector<Route> _routes;
};

void addPlatform(RouteList& list, Services& services)
{
    using namespace endpoints;
    list.open("GET", "/health", health());
    list.open("GET", "/health/ready", ready(services));
    if (services.options.metricsHere) list.open("GET", "/metrics", metrics(services));
    list.open("GET", "/openapi.json", openapi());
    list.signedIn("GET", "/v1/me", me());
    list.permitted(access::admin, "GET", "/v1/infra/nodes", nodes(services));
    list.superAdmin("GET", "/v1/infra/plugins", plugins(services));
    list.signedIn("POST", "/v1/api-keys", idempotent(services, createApiKey(services)));
    list.signedIn("GET", "/v1/api-keys", listApiKeys(services));
    list.signedIn("DELETE", "/v1/api-keys/{id}", revokeApiKey(services));
    list.permitted(access::admin, "POST", "/v1/iam/custom-roles", createRole(services));
    list.permitted(access::admin, "GET", "/v1/iam/custom-roles", listRoles(services));
    list.permitted(access::admin, "PATCH", "/v1/iam/custom-roles/{id}", changeRole(services));
    list.permitted(access::admin, "DELETE", "/v1/iam/custom-roles/{id}", removeRole(services));
    list.permitted(access::admin, "PUT", "/v1/iam/users/{id}", grantUser(services));
    list.permitted(access::synthesize, "POST", "/oai/v1/audio/speech", unbuilt());
    list.open("GET", module + "/healthz", health());
    list.open("GET", module + "/readyz", ready(services));
}

void addVoices(RouteList& list, Services& services)
{
    using namespace endpoints;
    const std::string voices = module + "/voices";
    list.permitted(access::voiceRead, "GET", voices, listVoices(services));
    list.permitted(access::voiceWrite, "POST", voices, idempotent(services, unbuilt()));
    list.permitted(access::voiceWrite, "GET", voices + "/record", unbuilt());
    list.permitted(access::voiceRead, "GET", voices + "/{id}", getVoice(services));
    list.permitted(access::voiceWrite, "PATCH", voices + "/{id}", unbuilt());
    list.permitted(access::voiceWrite, "DELETE", voices + "/{id}", unbuilt());
    list.permitted(access::voiceRead, "POST", voices + "/{id}/preview", preview(services));
    list.permitted(access::voiceShare, "POST", voices + "/{id}/share", unbuilt());
    list.permitted(access::voiceWrite, "POST", voices + "/{id}/repromote", unbuilt());
    list.permitted(access::voiceWrite, "POST", voices + "/{id}/warm", unbuilt());
    list.permitted(access::voiceRead, "GET", voices + "/{id}/warm", unbuilt());
    list.permitted(access::voiceWrite, "POST", voices + "/{id}/evict", evictVoice(services));
    list.superAdmin("POST", module + "/admin/voices/global", unbuilt());
    list.superAdmin("DELETE", module + "/admin/voices/global/{id}", unbuilt());
}

void addSpeech(RouteList& list, Services& services)
{
    using namespace endpoints;
    const std::string jobs = module + "/speak/jobs";
    const std::string sessions = module + "/stream/speak/webrtc/sessions";
    list.permitted(access::synthesize, "POST", module + "/speak",
                   idempotent(services, endpoints::speak(services)));
    list.permitted(access::synthesize, "GET", jobs, unbuilt());
    list.permitted(access::synthesize, "GET", jobs + "/{id}", unbuilt());
    list.permitted(access::synthesize, "DELETE", jobs + "/{id}", unbuilt());
    list.permitted(access::synthesize, "GET", jobs + "/{id}/audio", unbuilt());
    list.permitted(access::synthesize, "POST", jobs + "/{id}/retry", unbuilt());
    list.permitted(access::synthesize, "GET", module + "/stream/speak", unbuilt());
    list.permitted(access::synthesize, "POST", sessions, webrtcUnavailable());
    list.permitted(access::synthesize, "PATCH", sessions + "/{id}", webrtcUnavailable());
    list.permitted(access::synthesize, "DELETE", sessions + "/{id}", webrtcUnavailable());
}

void addAdministration(RouteList& list, Services& services)
{
    using namespace endpoints;
    const Endpoint scaidrive = services.options.scaidriveConfigured ? unbuilt() : scaidriveNotAvailable();
    const std::string admin = module + "/admin";
    list.permitted(access::synthesize, "GET", admin + "/policy", getPolicy(services));
    list.permitted(access::admin, "PATCH", admin + "/policy", changePolicy(services));
    list.permitted(access::admin, "POST", admin + "/policy/explain", explainPolicy(services));
    list.permitted(access::synthesize, "GET", module + "/scaidrive/shares", scaidrive);
    list.permitted(access::synthesize, "GET", module + "/scaidrive/folders/{id}/children", scaidrive);
    list.permitted(access::admin, "GET", admin + "/erasure/audit", unbuilt());
    list.permitted(access::admin, "GET", admin + "/blocklist", unbuilt());
    list.permitted(access::admin, "POST", admin + "/blocklist", unbuilt());
    list.permitted(access::admin, "DELETE", admin + "/blocklist/{id}", unbuilt());
    list.permitted(access::admin, "GET", admin + "/usage", unbuilt());
    list.permitted(access::admin, "GET", admin + "/budget", unbuilt());
    list.permitted(access::admin, "PUT", admin + "/budget", unbuilt());
}

}  // namespace

std::vector<Route> contractRoutes(Services& services)
{
    RouteList list;
    addPlatform(list, services);
    addVoices(list, services);
    addSpeech(list, services);
    addAdministration(list, services);
    return list.take();
}

std::vector<Route> metricsRoutes(Services& services)
{
    RouteList list;
    list.open("GET", "/metrics", endpoints::metrics(services));
    return list.take();
}

}  // namespace scaispeak::http
