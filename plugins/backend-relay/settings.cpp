#include "settings.hpp"

#include <boost/json.hpp>

#include <cmath>

namespace scaispeak::relay {
namespace {

namespace json = boost::json;

std::string textOf(const json::object& object, std::string_view key)
{
    const json::value* value = object.if_contains(key);
    return value == nullptr ? std::string() : std::string(value->as_string());
}

std::chrono::milliseconds secondsOf(const json::object& object, std::string_view key,
                                    std::chrono::milliseconds otherwise)
{
    const json::value* value = object.if_contains(key);
    if (value == nullptr) return otherwise;
    return std::chrono::milliseconds(std::lround(value->to_number<double>() * 1000));
}

}  // namespace

Settings readSettings(std::string_view config)
{
    const json::value parsed = json::parse(config);
    const json::object& object = parsed.as_object();
    Settings settings;
    settings.url = textOf(object, "url");
    settings.apiKey = textOf(object, "api_key");
    settings.model = textOf(object, "model");
    while (!settings.url.empty() && settings.url.back() == '/')
        settings.url.pop_back();
    if (const json::value* voices = object.if_contains("voices"))
        for (const auto& [name, voice] : voices->as_object())
            settings.voices.emplace(std::string(name), std::string(voice.as_string()));
    if (const json::value* languages = object.if_contains("languages")) {
        settings.languages.clear();
        for (const json::value& language : languages->as_array())
            settings.languages.emplace_back(language.as_string());
    }
    if (const json::value* formats = object.if_contains("formats"); formats && !formats->as_array().empty()) {
        settings.formats.clear();
        for (const json::value& format : formats->as_array())
            settings.formats.push_back(format.as_string() == word(Format::Mp3) ? Format::Mp3 : Format::Pcm);
    }
    settings.connect = secondsOf(object, "connect_s", settings.connect);
    settings.firstAudio = secondsOf(object, "first_audio_s", settings.firstAudio);
    settings.betweenChunks = secondsOf(object, "between_chunks_s", settings.betweenChunks);
    if (const json::value* tls = object.if_contains("tls"))
        settings.certificates = textOf(tls->as_object(), "ca");
    return settings;
}

}  // namespace scaispeak::relay
