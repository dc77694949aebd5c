#include "config/masking.hpp"

#include "config/node.hpp"
#include "config/plugin_configuration.hpp"

#include <cmath>

namespace scaispeak::config {
namespace {

namespace json = boost::json;

constexpr const char* mask = "***";

json::value masked(const std::string& secret)
{
    return secret.empty() ? json::value("") : json::value(mask);
}

/// From the first colon behind the scheme to the last `@`, so that a password with odd characters is hidden
/// whole.
std::string withoutPassword(std::string url)
{
    const std::size_t scheme = url.find("://");
    if (scheme == std::string::npos) return url;
    const std::size_t at = url.rfind('@');
    const std::size_t colon = url.find(':', scheme + 3);
    if (at != std::string::npos && colon < at) url.replace(colon + 1, at - colon - 1, mask);
    constexpr std::string_view parameter = "password=";
    for (std::size_t found = url.find(parameter); found != std::string::npos;
         found = url.find(parameter, found + 1)) {
        const std::size_t begin = found + parameter.size();
        const std::size_t end = url.find('&', begin);
        url.replace(begin, end == std::string::npos ? end : end - begin, mask);
    }
    return url;
}

void maskPaths(json::value& value, const std::string& path, const std::set<std::string>& paths)
{
    if (paths.contains(path)) value = mask;
    if (json::object* object = value.if_object())
        for (auto& member : *object)
            maskPaths(member.value(), memberPath(path, std::string_view(member.key())), paths);
    if (json::array* array = value.if_array())
        for (std::size_t index = 0; index < array->size(); ++index) {
            const json::object* item = path == "plugins" ? (*array)[index].if_object() : nullptr;
            const json::value* id = item ? item->if_contains("id") : nullptr;
            const std::string itsPath = id && id->is_string()
                                            ? memberPath(path, std::string_view(id->get_string()))
                                            : path + "[" + std::to_string(index) + "]";
            maskPaths((*array)[index], itsPath, paths);
        }
}

json::array texts(const std::vector<std::string>& words)
{
    return json::array(words.begin(), words.end());
}

json::value seconds(std::chrono::milliseconds value)
{
    if (value.count() % 1000 == 0) return value.count() / 1000;
    return static_cast<double>(value.count()) / 1000;
}

json::object listenJson(const Listen& listen)
{
    json::object object{{"address", listen.address}, {"port", listen.port}};
    if (listen.tls)
        object["tls"] = {{"certificate", listen.tls->certificate.string()},
                         {"key", listen.tls->key.string()}};
    object["trusted_proxies"] = texts(listen.trustedProxies);
    object["cors_origins"] = texts(listen.corsOrigins);
    return object;
}

json::array pluginsJson(const Configuration& configuration, const PluginSchemas& schemas)
{
    json::array array;
    for (const Plugin& plugin : configuration.plugins) {
        json::object object{
            {"id", plugin.id}, {"path", plugin.path.string()}, {"isolation", word(plugin.isolation)}};
        if (plugin.workers) object["workers"] = *plugin.workers;
        if (plugin.workerCalls) object["worker_calls"] = *plugin.workerCalls;
        if (plugin.workerMemoryMb) object["worker_memory_mb"] = *plugin.workerMemoryMb;
        json::value config = plugin.config;
        const auto schema = schemas.find(plugin.id);
        if (schema != schemas.end()) maskSecrets(config, schema->second);
        object["config"] = std::move(config);
        array.push_back(std::move(object));
    }
    return array;
}

json::object slotsJson(const Configuration& configuration)
{
    json::object object;
    for (const auto& [name, slot] : configuration.slots)
        object[name] = {{"plugin", slot.plugin}, {"class", word(slot.slotClass)}};
    return object;
}

json::object speakJson(const Speak& speak)
{
    const SpeakTimeouts& timeouts = speak.timeouts;
    return {{"max_text_chars", speak.maxTextChars},
            {"async_text_threshold_chars", speak.asyncTextThresholdChars},
            {"admission_wait_ms", speak.admissionWait.count()},
            {"drain_s", seconds(speak.drain)},
            {"buffer_total_mb", speak.bufferTotalMb},
            {"timeouts",
             {{"connect_s", seconds(timeouts.connect)},
              {"first_audio_s", seconds(timeouts.firstAudio)},
              {"between_chunks_s", seconds(timeouts.betweenChunks)},
              {"slow_body_s", seconds(timeouts.slowBody)},
              {"stall_s", seconds(timeouts.stall)}}}};
}

json::object preflightJson(const Preflight& preflight)
{
    return {{"plugins", texts(preflight.plugins)},
            {"duration_min_s", preflight.durationMinS},
            {"duration_max_s", preflight.durationMaxS},
            {"voice_activity_min", preflight.voiceActivityMin},
            {"true_peak_max_dbfs", preflight.truePeakMaxDbfs},
            {"snr_min_db", preflight.snrMinDb}};
}

json::object scaikeyJson(const Scaikey& scaikey)
{
    return {{"url", scaikey.url},
            {"jwks_url", scaikey.jwksUrl},
            {"token_url", scaikey.tokenUrl},
            {"client_id", scaikey.clientId},
            {"client_secret", masked(scaikey.clientSecret)},
            {"audience", scaikey.audience},
            {"scaidrive_audience", scaikey.scaidriveAudience}};
}

}  // namespace

json::object toJson(const Configuration& configuration, const PluginSchemas& schemas)
{
    const PolicyDefault& policy = configuration.policyDefault;
    const Limits& limits = configuration.limits;
    json::value all = json::object{
        {"listen", listenJson(configuration.listen)},
        {"state_dir", configuration.stateDir.string()},
        {"database", {{"url", withoutPassword(configuration.database.url)}}},
        {"master_key", masked(configuration.masterKey)},
        {"plugin_dir", configuration.pluginDir.string()},
        {"plugins", pluginsJson(configuration, schemas)},
        {"slots", slotsJson(configuration)},
        {"policy_default",
         {{"allowed_backends", texts(policy.allowedBackends)}, {"default_backend", policy.defaultBackend}}},
        {"auth", {{"chain", texts(configuration.auth.chain)}, {"exchange", configuration.auth.exchange}}},
        {"objects", {{"plugin", configuration.objectsPlugin}}},
        {"limits",
         {{"key_per_minute", limits.keyPerMinute},
          {"user_per_minute", limits.userPerMinute},
          {"tenant_per_minute", limits.tenantPerMinute}}},
        {"speak", speakJson(configuration.speak)},
        {"preflight", preflightJson(configuration.preflight)},
        {"scaispeak_scaidrive_url", configuration.scaidriveUrl},
        {"scaikey", scaikeyJson(configuration.scaikey)},
        {"destination", {{"plugin", configuration.destinationPlugin}}},
        {"keys", {{"rotate_days", configuration.keys.rotateDays}}},
        {"metrics", {{"address", configuration.metrics.address}}},
        {"node",
         {{"client_ca", configuration.node.clientCa.string()},
          {"clip_cache_mb", configuration.node.clipCacheMb}}}};
    if (configuration.metrics.port) all.at("metrics").as_object()["port"] = *configuration.metrics.port;
    maskPaths(all, "", configuration.secretPaths);
    return std::move(all.as_object());
}

json::object maskedPluginConfiguration(const Configuration& configuration, std::string_view id,
                                       const json::value& schema)
{
    json::value config = pluginConfiguration(configuration, id);
    maskPaths(config, "plugins." + std::string(id) + ".config", configuration.secretPaths);
    maskSecrets(config, schema);
    json::value* filled = config.as_object().if_contains("client_secret");
    if (filled && (id == "auth-jwt" || id == "auth-scaikey")) *filled = mask;
    return std::move(config.as_object());
}

}  // namespace scaispeak::config
