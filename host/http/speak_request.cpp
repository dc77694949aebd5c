#include "http/speak_request.hpp"

#include "audio/response_format.hpp"
#include "core/utf8.hpp"

#include <array>

namespace scaispeak::http {
namespace {

constexpr std::size_t longestId = 128;
constexpr std::size_t longestInstructions = 2'000;
constexpr double fastest = 2.0;
constexpr double slowest = 0.5;
constexpr double largestCfgValue = 100;
constexpr std::int64_t longestWarmupTrimMs = 10'000;
constexpr std::array<std::string_view, 4> reserved{"text_format", "timestamps", "lexicon_id", "webhook"};

std::string languageHint(FieldReader& fields)
{
    const auto hint = fields.text("language_hint", 2, 2);
    if (!hint) return {};
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    if (hint->size() == 2 && letter((*hint)[0]) && letter((*hint)[1])) return *hint;
    fields.fault("language_hint", "must be a language code of two letters, such as 'en'");
    return {};
}

void checkSaveTo(FieldReader& fields)
{
    const boost::json::object* target = fields.object("save_to");
    if (!target) return;
    FieldReader inner(*target, "save_to.");
    inner.requiredText("share_id", 1, longestId);
    inner.text("folder_id", 1, longestId);
    inner.text("filename", 1, 255);
    inner.flag("overwrite");
    fields.take(inner);
}

}  // namespace

AudioWish audioWish(FieldReader& fields)
{
    AudioWish wish;
    if (const auto word =
            fields.oneOf("response_format", {"mp3", "opus", "wav", "flac", "pcm", "mulaw", "alaw"}))
        wish.format = *audio::responseFormat(*word);
    wish.sampleRate = audio::defaultSampleRate(wish.format);
    if (const auto rate = fields.integer("sample_rate", 0, 1'000'000)) {
        if (audio::supportedSampleRate(static_cast<std::uint32_t>(*rate)))
            wish.sampleRate = static_cast<std::uint32_t>(*rate);
        else
            fields.fault("sample_rate", "must be one of: 8000, 16000, 22050, 24000, 44100, 48000");
    }
    return wish;
}

speak::BackendPreference backendPreference(FieldReader& fields)
{
    const auto word = fields.oneOf("backend_preference", {"any", "prefer_self_hosted", "prefer_relay"});
    if (word == "prefer_self_hosted") return speak::BackendPreference::PreferSelfHosted;
    if (word == "prefer_relay") return speak::BackendPreference::PreferRelay;
    return speak::BackendPreference::Any;
}

speak::UtteranceOrder orderFor(const Call& call)
{
    speak::UtteranceOrder order;
    order.requestId = call.requestId;
    order.traceparent = call.traceparent;
    order.tenantId = call.principal.identity.tenantId;
    order.userId = call.principal.identity.userId;
    return order;
}

SpeakRequest speakRequest(const Call& call, const boost::json::object& body)
{
    FieldReader fields(body);
    SpeakRequest request;
    request.order = orderFor(call);
    request.voiceId = fields.requiredText("voice_id", 1, longestId);
    request.order.text = fields.requiredText("text", 1, call.settings->maxTextChars);
    request.chars = core::countCodePoints(request.order.text);
    const AudioWish wish = audioWish(fields);
    request.order.format = wish.format;
    request.order.sampleRate = wish.sampleRate;
    request.order.languageHint = languageHint(fields);
    request.order.speed = fields.number("speed", slowest, fastest);
    request.order.instructions = fields.text("instructions", 0, longestInstructions);
    request.order.cfgValue = fields.number("cfg_value", 0, largestCfgValue);
    request.order.warmupTrimMs = fields.integer("warmup_trim_ms", 0, longestWarmupTrimMs);
    request.order.normalizeText = fields.flag("normalize_text");
    request.order.preference = backendPreference(fields);
    request.forceAsync = fields.flag("force_async").value_or(false);
    request.saveTo = fields.has("save_to");
    checkSaveTo(fields);
    for (const std::string_view name : reserved)
        if (fields.has(name)) fields.fault(name, "is reserved for a later version; leave it out");
    fields.check();
    return request;
}

}  // namespace scaispeak::http
