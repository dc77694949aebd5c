#include "store/voice_row.hpp"

#include "store/database_error.hpp"
#include "store/folded_text.hpp"
#include "store/json_list.hpp"

#include <algorithm>
#include <optional>

namespace scaispeak::store {
namespace {

Value orNull(const std::optional<std::string>& value)
{
    return value ? Value{*value} : Value{};
}

Value orNull(const std::optional<double>& value)
{
    return value ? Value{*value} : Value{};
}

Value orNull(const std::optional<std::int64_t>& value)
{
    return value ? Value{*value} : Value{};
}

template <typename Enum>
Enum known(std::optional<Enum> value)
{
    if (!value) throw DatabaseError(Fault::BadData, "a voice holds a word that this version does not know");
    return *value;
}

core::VoiceDefaults defaultsOf(const Row& row, std::size_t column)
{
    core::VoiceDefaults defaults;
    if (!row.isNull(column)) defaults.instructions = row.text(column);
    if (!row.isNull(column + 1)) defaults.speed = row.real(column + 1);
    if (!row.isNull(column + 2)) defaults.cfgValue = row.real(column + 2);
    if (!row.isNull(column + 3)) defaults.warmupTrimMs = row.integer(column + 3);
    return defaults;
}

std::string searchText(const core::Voice& voice)
{
    std::string text = voice.displayName + '\n' + voice.description;
    for (const std::string& tag : voice.styleTags)
        text += '\n' + tag;
    return foldedText(text);
}

bool isTagCharacter(char c) noexcept
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

}  // namespace

const std::string& voice_row::columns()
{
    static const std::string names =
        "voice_id, revision, scope, tenant_id, owner_user_id, display_name, description, style_tags, "
        "language_primary, "
        "language_supported, gender_hint, age_hint, kind, embedding_status, embedding_status_reason, "
        "default_instructions, default_speed, default_cfg_value, default_warmup_trim_ms, "
        "voice_design_prompt, engine, "
        "engine_voice, created_at, updated_at";
    return names;
}

core::Voice voice_row::voiceOf(const Row& row)
{
    core::Voice voice;
    voice.voiceId = row.text(0);
    voice.revision = row.integer(1);
    voice.scope = known(core::voiceScope(row.text(2)));
    voice.tenantId = row.text(3);
    voice.ownerUserId = row.text(4);
    voice.displayName = row.text(5);
    voice.description = row.text(6);
    voice.styleTags = listOfJson(row.text(7));
    voice.languagePrimary = row.text(8);
    voice.languageSupported = listOfJson(row.text(9));
    voice.genderHint = row.text(10);
    voice.ageHint = row.text(11);
    voice.kind = known(core::voiceKind(row.text(12)));
    voice.embeddingStatus = known(core::embeddingStatus(row.text(13)));
    voice.embeddingStatusReason = row.text(14);
    voice.defaults = defaultsOf(row, 15);
    voice.voiceDesignPrompt = row.text(19);
    voice.engine = row.text(20);
    voice.engineVoice = row.text(21);
    voice.createdAt = row.integer(22);
    voice.updatedAt = row.integer(23);
    return voice;
}

const std::string& voice_row::insertColumns()
{
    static const std::string names = columns() + ", sort_key, search_text, language_tags";
    return names;
}

std::vector<Value> voice_row::insertValues(const core::Voice& voice)
{
    return {voice.voiceId,
            voice.revision,
            std::string(word(voice.scope)),
            textOrNull(voice.tenantId),
            textOrNull(voice.ownerUserId),
            voice.displayName,
            voice.description,
            jsonOfList(voice.styleTags),
            voice.languagePrimary,
            jsonOfList(voice.languageSupported),
            voice.genderHint,
            voice.ageHint,
            std::string(word(voice.kind)),
            std::string(word(voice.embeddingStatus)),
            voice.embeddingStatusReason,
            orNull(voice.defaults.instructions),
            orNull(voice.defaults.speed),
            orNull(voice.defaults.cfgValue),
            orNull(voice.defaults.warmupTrimMs),
            voice.voiceDesignPrompt,
            voice.engine,
            voice.engineVoice,
            voice.createdAt,
            voice.updatedAt,
            sortKey(voice.displayName),
            searchText(voice),
            languageTags(voice.languagePrimary, voice.languageSupported)};
}

std::string languageTags(const std::string& primary, const std::vector<std::string>& supported)
{
    std::string tags = ",";
    const auto add = [&tags](const std::string& tag) {
        const std::string plain = languageTag(tag);
        if (!plain.empty() && tags.find("," + plain + ",") == std::string::npos) tags += plain + ",";
    };
    add(primary);
    std::ranges::for_each(supported, add);
    return tags;
}

std::string languageTag(const std::string& tag)
{
    std::string plain = tag;
    for (char& c : plain) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        if (c == '_') c = '-';
    }
    return std::ranges::all_of(plain, isTagCharacter) ? plain : std::string();
}

}  // namespace scaispeak::store
