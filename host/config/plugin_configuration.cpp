#include "config/plugin_configuration.hpp"

namespace scaispeak::config {
namespace {

void fill(boost::json::object& object, std::string_view key, const std::string& value)
{
    if (!value.empty() && !object.contains(key)) object.emplace(key, value);
}

void fill(boost::json::object& object, std::string_view key, double value)
{
    if (!object.contains(key)) object.emplace(key, value);
}

void fillScaikey(boost::json::object& object, const Scaikey& scaikey)
{
    fill(object, "url", scaikey.url);
    fill(object, "jwks_url", scaikey.jwksUrl);
    fill(object, "token_url", scaikey.tokenUrl);
    fill(object, "client_id", scaikey.clientId);
    fill(object, "client_secret", scaikey.clientSecret);
    fill(object, "audience", scaikey.audience);
    fill(object, "scaidrive_audience", scaikey.scaidriveAudience);
}

void fillPreflight(boost::json::object& object, const Preflight& preflight)
{
    fill(object, "duration_min_s", preflight.durationMinS);
    fill(object, "duration_max_s", preflight.durationMaxS);
    fill(object, "voice_activity_min", preflight.voiceActivityMin);
    fill(object, "true_peak_max_dbfs", preflight.truePeakMaxDbfs);
    fill(object, "snr_min_db", preflight.snrMinDb);
}

void fillConnect(boost::json::object& object, const SpeakTimeouts& timeouts)
{
    fill(object, "connect_s", std::chrono::duration<double>(timeouts.connect).count());
}

void fillPatience(boost::json::object& object, const SpeakTimeouts& timeouts)
{
    fill(object, "first_audio_s", std::chrono::duration<double>(timeouts.firstAudio).count());
    fill(object, "between_chunks_s", std::chrono::duration<double>(timeouts.betweenChunks).count());
}

}  // namespace

boost::json::object pluginConfiguration(const Configuration& configuration, std::string_view id)
{
    const Plugin* plugin = configuration.plugin(id);
    boost::json::object object = plugin ? plugin->config : boost::json::object();
    if (id == "auth-jwt" || id == "auth-scaikey") fillScaikey(object, configuration.scaikey);
    if (id == "preflight-core") fillPreflight(object, configuration.preflight);
    if (id == "storage-scaidrive") fill(object, "url", configuration.scaidriveUrl);
    if (id == "backend-relay" || id == "backend-scaiinfer") fillConnect(object, configuration.speak.timeouts);
    if (id == "backend-relay") fillPatience(object, configuration.speak.timeouts);
    if (id == "storage-file") fill(object, "dir", (configuration.stateDir / "objects").string());
    return object;
}

}  // namespace scaispeak::config
