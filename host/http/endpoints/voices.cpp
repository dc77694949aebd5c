#include "http/endpoints/voices.hpp"

#include "core/identifiers.hpp"
#include "http/envelope.hpp"
#include "http/field_reader.hpp"
#include "http/paging.hpp"

#include <algorithm>
#include <array>

namespace scaispeak::http::endpoints {
namespace {

constexpr std::array<std::string_view, 4> genders{"female", "male", "neutral", "unspecified"};
constexpr const char* noControls = "must not have control characters";

boost::json::value textOrNull(const std::string& text)
{
    return text.empty() ? boost::json::value(nullptr) : boost::json::value(text);
}

template <typename Value>
boost::json::value valueOrNull(const std::optional<Value>& value)
{
    return value ? boost::json::value(*value) : boost::json::value(nullptr);
}

boost::json::object defaultsOf(const core::VoiceDefaults& defaults)
{
    boost::json::object object;
    object["instructions"] = valueOrNull(defaults.instructions);
    object["speed"] = valueOrNull(defaults.speed);
    object["cfg_value"] = valueOrNull(defaults.cfgValue);
    object["warmup_trim_ms"] = valueOrNull(defaults.warmupTrimMs);
    return object;
}

boost::json::object voiceOf(const core::Voice& voice)
{
    boost::json::object row;
    row["voice_id"] = voice.voiceId;
    row["revision"] = voice.revision;
    row["display_name"] = voice.displayName;
    row["description"] = voice.description;
    row["style_tags"] = boost::json::array(voice.styleTags.begin(), voice.styleTags.end());
    row["scope"] = core::word(voice.scope);
    row["tenant_id"] = textOrNull(voice.tenantId);
    row["owner_user_id"] = textOrNull(voice.ownerUserId);
    row["language_primary"] = voice.languagePrimary;
    row["language_supported"] =
        boost::json::array(voice.languageSupported.begin(), voice.languageSupported.end());
    row["gender_hint"] = voice.genderHint;
    row["age_hint"] = textOrNull(voice.ageHint);
    row["kind"] = core::word(voice.kind);
    row["embedding_status"] = core::word(voice.embeddingStatus);
    row["embedding_status_reason"] = textOrNull(voice.embeddingStatusReason);
    row["defaults"] = defaultsOf(voice.defaults);
    row["voice_design_prompt"] = textOrNull(voice.voiceDesignPrompt);
    row["licence"] = nullptr;
    row["preflight"] = nullptr;
    row["reference"] = nullptr;
    row["created_at"] = core::rfc3339(voice.createdAt);
    row["updated_at"] = core::rfc3339(voice.updatedAt);
    return row;
}

core::VoiceFilter filterOf(const Call& call, FieldReader& faults)
{
    core::VoiceFilter filter;
    filter.language = queryText(call, "language", faults);
    filter.query = queryText(call, "q", faults);
    if (hasControlCharacter(filter.language)) faults.fault("language", noControls);
    if (hasControlCharacter(filter.query)) faults.fault("q", noControls);
    if (const std::string scope = queryText(call, "scope", faults); !scope.empty()) {
        filter.scope = core::voiceScope(scope);
        if (!filter.scope) faults.fault("scope", "must be one of: global, tenant, user");
    }
    filter.gender = queryText(call, "gender", faults);
    if (!filter.gender.empty() && std::ranges::find(genders, filter.gender) == genders.end())
        faults.fault("gender", "must be one of: female, male, neutral, unspecified");
    if (const std::string status = queryText(call, "embedding_status", faults); !status.empty()) {
        filter.embeddingStatus = core::embeddingStatus(status);
        if (!filter.embeddingStatus)
            faults.fault("embedding_status", "must be one of: ready, pending, processing, evicted, failed");
    }
    return filter;
}

}  // namespace

Endpoint listVoices(Services& services)
{
    return [&services](const std::shared_ptr<Call>& call) {
        FieldReader faults;
        const Paging paging = pagingOf(*call, faults);
        const core::VoiceFilter filter = filterOf(*call, faults);
        faults.check();
        const core::VoicePage page =
            services.voices.list(call->principal, filter, paging.limit, paging.cursor);
        boost::json::array items;
        for (const core::Voice& voice : page.items)
            items.push_back(voiceOf(voice));
        call->answer(listResponse(std::move(items), page.nextCursor, call->requestId));
    };
}

Endpoint getVoice(Services& services)
{
    return [&services](const std::shared_ptr<Call>& call) {
        call->answerOk(voiceOf(services.voices.get(call->principal, call->pathParameters.front())));
    };
}

}  // namespace scaispeak::http::endpoints
