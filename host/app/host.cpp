#include "app/host.hpp"

#include "access/api_keys.hpp"
#include "access/authentication.hpp"
#include "access/grant_directory.hpp"
#include "access/key_directory.hpp"
#include "access/rate_limiter.hpp"
#include "access/role_administration.hpp"
#include "app/node_evictions.hpp"
#include "app/node_listing.hpp"
#include "app/plugin_listing.hpp"
#include "app/plugin_loading.hpp"
#include "app/process_watch.hpp"
#include "app/reload.hpp"
#include "app/slot_watch.hpp"
#include "app/slots.hpp"
#include "app/tls.hpp"
#include "app/unbuilt_settings.hpp"
#include "http/api.hpp"
#include "http/routes.hpp"
#include "http/server/front_end.hpp"
#include "pluginhost/plugin_host.hpp"
#include "pluginhost/worker/worker_program.hpp"
#include "policy/tenant_policies.hpp"
#include "speak/speech_service.hpp"
#include "store/migrator.hpp"
#include "store/store.hpp"
#include "telemetry/prometheus_metrics.hpp"
#include "voices/voice_catalogue.hpp"

#include <sodium.h>

#include <chrono>
#include <optional>
#include <stdexcept>
#include <utility>

namespace scaispeak::app {
namespace {

constexpr std::chrono::seconds engineGrace{2};

access::RateLimits limitsOf(const config::Limits& limits)
{
    return {limits.keyPerMinute, limits.userPerMinute, limits.tenantPerMinute};
}

speak::SpeechService::Options speechOptions(const config::Configuration& configuration)
{
    speak::SpeechService::Options options;
    options.timeouts = {configuration.speak.admissionWait, configuration.speak.timeouts.firstAudio,
                        configuration.speak.timeouts.betweenChunks};
    options.bufferTotalBytes = std::size_t{configuration.speak.bufferTotalMb} << 20;
    return options;
}

policy::TenantPolicies::Deployment policyDeployment(const config::Configuration& configuration)
{
    policy::TenantPolicies::Deployment deployment;
    deployment.initial = {configuration.policyDefault.allowedBackends,
                          configuration.policyDefault.defaultBackend};
    for (const auto& [name, slot] : configuration.slots)
        deployment.slots.push_back(name);
    return deployment;
}

http::ApiOptions apiOptions(const config::Configuration& configuration)
{
    return {!configuration.scaidriveUrl.empty(), !configuration.metrics.port};
}

http::ApiSettings apiSettings(const config::Configuration& configuration)
{
    return {limitsOf(configuration.limits), configuration.speak.maxTextChars,
            configuration.speak.asyncTextThresholdChars,
            http::TrustedProxies(configuration.listen.trustedProxies), configuration.listen.corsOrigins};
}

http::FrontEndOptions frontEndOptions(const config::Configuration& configuration)
{
    http::FrontEndOptions options;
    options.address = configuration.listen.address;
    options.port = configuration.listen.port;
    options.tls = loadTls(configuration);
    options.slowBody = configuration.speak.timeouts.slowBody;
    options.stall = configuration.speak.timeouts.stall;
    return options;
}

http::FrontEndOptions metricsFrontEndOptions(const config::MetricsListen& metrics)
{
    http::FrontEndOptions options;
    options.address = metrics.address;
    options.port = *metrics.port;
    options.workers = 1;
    options.maxConnections = 64;
    return options;
}

std::unique_ptr<store::Store> openMigrated(const config::Configuration& configuration, core::Logger& logger)
{
    store::DatabaseOptions options;
    options.logger = &logger;
    auto opened = store::openStore(configuration.database.url, options);
    for (const auto& step : store::Migrator(opened->database).apply())
        logger.info("migration_applied", {{"version", step.version}, {"name", std::string_view(step.name)}});
    return opened;
}

}  // namespace

/// In the order of construction; destroyed in the reverse order.
struct Host::Parts
{
    Parts(config::Configuration given, core::Logger& log)
        : configuration(std::move(given)),
          logger(log),
          store(openMigrated(configuration, logger)),
          directory(store->apiKeys),
          apiKeys(store->apiKeys, directory),
          grants(store->roles),
          roles(store->roles, grants),
          plugins({logger, metrics, directory, "scaispeakd", SCAISPEAK_VERSION, pluginhost::workerProgram()})
    {}

    void loadAndConnect();
    void useTls(std::shared_ptr<const http::TlsContext> tls);
    void take(config::Configuration next, PluginReload& reload);
    http::Services services();

    /// What is in force.
    config::Configuration configuration;
    core::Logger& logger;
    const std::chrono::steady_clock::time_point begun = std::chrono::steady_clock::now();
    ProcessWatch processWatch{logger};
    telemetry::PrometheusMetrics metrics;
    std::unique_ptr<store::Store> store;
    access::KeyDirectory directory;
    access::ApiKeys apiKeys;
    access::GrantDirectory grants;
    access::RoleAdministration roles;
    access::RateLimiter rateLimiter;
    access::Idempotency idempotency{store->idempotency};
    policy::TenantPolicies policies{store->policies, policyDeployment(configuration)};
    pluginhost::PluginHost plugins;
    PluginListing listing{plugins};
    NodeListing nodes{plugins};
    NodeEvictions evictions{plugins};
    Slots slots{logger};
    std::optional<access::Authentication> authentication;
    std::optional<voices::VoiceCatalogue> catalogue;
    std::optional<voices::VoiceEviction> eviction;
    std::optional<SlotWatch> slotWatch;
    std::optional<speak::SpeechService> speech;
    core::Setting<http::ApiSettings> settings{apiSettings(configuration)};
    std::optional<http::Services> api;
    std::optional<http::RouteTable> routes;
    std::optional<http::RouteTable> metricsRoutes;
    std::unique_ptr<http::Api> handler;
    std::unique_ptr<http::Api> metricsHandler;
    std::unique_ptr<http::FrontEnd> frontEnd;
    std::unique_ptr<http::FrontEnd> metricsFrontEnd;
};

void Host::Parts::loadAndConnect()
{
    loadPlugins(configuration, plugins);
    slots.configure(configuration.slots);
    slots.connect(plugins);
    authentication.emplace(authenticationChain(configuration, plugins), directory, grants, logger);
    catalogue.emplace(store->voices, logger);
    eviction.emplace(*catalogue, evictions, store->audit, configuration.masterKey);
    speech.emplace(*slots.list(), speechOptions(configuration), policies, metrics, logger);
    slotWatch.emplace(slots, *catalogue, logger);
}

/// Nothing in it fails but for want of memory. The order keeps every call whole: what it needs is there
/// before it is told to use it.
void Host::Parts::take(config::Configuration next, PluginReload& reload)
{
    const config::Configuration before = std::exchange(configuration, std::move(next));
    reload.commit();
    slots.configure(configuration.slots, reload.exchanged());
    slots.connect(plugins);
    speech->setSlots(*slots.list());
    speech->configure(speechOptions(configuration));
    policies.configure(policyDeployment(configuration));
    slotWatch->slotsChanged(before.slots, configuration.slots);
    authentication->setChain(authenticationChain(configuration, plugins));
    settings.set(apiSettings(configuration));
    const config::SpeakTimeouts& timeouts = configuration.speak.timeouts;
    frontEnd->setPatience(timeouts.slowBody, timeouts.stall);
}

/// Read anew even where the names are the same: that is how certificates are renewed.
void Host::Parts::useTls(std::shared_ptr<const http::TlsContext> tls)
{
    if (!tls) return;
    logCertificate(*tls, configuration, logger);
    frontEnd->setTls(std::move(tls));
}

http::Services Host::Parts::services()
{
    return {*authentication,
            apiKeys,
            roles,
            rateLimiter,
            idempotency,
            policies,
            *catalogue,
            *eviction,
            *speech,
            listing,
            nodes,
            metrics,
            logger,
            [this] { return metrics.text(); },
            [this] {
                try {
                    store->database.ping();
                    return true;
                }
                catch (const std::exception&) {
                    return false;
                }
            },
            apiOptions(configuration),
            settings};
}

Host::Host(const config::Configuration& configuration, core::Logger& logger)
{
    if (sodium_init() < 0)
        throw std::runtime_error("libsodium could not be initialised; the system gives no randomness");
    warnOfUnbuiltSettings(configuration, logger);
    _parts = std::make_unique<Parts>(configuration, logger);
}

Host::~Host() = default;

void Host::start()
{
    Parts& parts = *_parts;
    parts.loadAndConnect();
    parts.api.emplace(parts.services());
    parts.routes.emplace(http::contractRoutes(*parts.api));
    parts.handler = std::make_unique<http::Api>(*parts.api, *parts.routes);
    const http::FrontEndOptions options = frontEndOptions(parts.configuration);
    if (options.tls) logCertificate(*options.tls, parts.configuration, parts.logger);
    parts.frontEnd = std::make_unique<http::FrontEnd>(options, *parts.handler, parts.logger);
    if (parts.configuration.metrics.port) {
        parts.metricsRoutes.emplace(http::metricsRoutes(*parts.api));
        parts.metricsHandler = std::make_unique<http::Api>(*parts.api, *parts.metricsRoutes);
        parts.metricsFrontEnd = std::make_unique<http::FrontEnd>(
            metricsFrontEndOptions(parts.configuration.metrics), *parts.metricsHandler, parts.logger);
        parts.metricsFrontEnd->start();
    }
    parts.frontEnd->start();
    const auto took =
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - parts.begun).count();
    parts.logger.info("ready", {{"address", std::string_view(parts.configuration.listen.address)},
                                {"port", std::int64_t{parts.frontEnd->port()}},
                                {"tls", parts.configuration.listen.tls.has_value()},
                                {"version", std::string_view(SCAISPEAK_VERSION)},
                                {"start_ms", took}});
}

void Host::reload(config::Configuration next)
{
    Parts& parts = *_parts;
    const auto begun = std::chrono::steady_clock::now();
    const std::vector<std::string> kept = config::keepUntilRestart(parts.configuration, next);
    auto tls = loadTls(next);
    PluginReload plugins(parts.configuration, next, parts.plugins);
    parts.take(std::move(next), plugins);
    parts.useTls(std::move(tls));
    const std::string keys = joined(kept);
    if (!kept.empty()) parts.logger.warning("reload_needs_restart", {{"keys", std::string_view(keys)}});
    const std::string exchanged = joined(plugins.exchanged());
    const auto took =
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count();
    parts.logger.info("reloaded", {{"plugins", std::string_view(exchanged)}, {"took_ms", took}});
}

bool Host::stop()
{
    Parts& parts = *_parts;
    parts.logger.info("stopping",
                      {{"drain_ms", static_cast<std::int64_t>(parts.configuration.speak.drain.count())}});
    const bool drained = parts.frontEnd->stop(parts.configuration.speak.drain);
    parts.slotWatch->stop();
    const bool released = parts.speech->stop(engineGrace);
    if (parts.metricsFrontEnd) parts.metricsFrontEnd->stop(std::chrono::milliseconds(0));
    parts.logger.info("stopped", {{"drained", drained}, {"engines_released", released}});
    return released;
}

}  // namespace scaispeak::app
