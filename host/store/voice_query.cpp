#include "store/voice_query.hpp"

#include "core/failure.hpp"
#include "store/folded_text.hpp"
#include "store/voice_row.hpp"

namespace scaispeak::store {
namespace {

constexpr std::size_t maxQueryBytes = 1000;

constexpr std::string_view scopeRank = "CASE scope WHEN 'user' THEN 0 WHEN 'tenant' THEN 1 ELSE 2 END";
constexpr std::string_view statusRank = "CASE embedding_status WHEN 'ready' THEN 0 ELSE 1 END";

[[noreturn]] void refuse(const std::string& field, const std::string& message)
{
    throw core::Failure(core::ErrorCode::ValidationError, message).withDetail({field, "", message});
}

void appendLanguage(SqlText& query, const std::string& language)
{
    if (language.empty()) return;
    const std::string tag = languageTag(language);
    if (tag.empty())
        refuse("language", "The language is not a tag such as en or en-us. Use letters, digits and '-'.");
    query.text(" AND (language_tags LIKE ").value("%," + tag + ",%");
    query.text(" OR language_tags LIKE ").value("%," + tag + "-%").text(")");
}

void appendSearch(SqlText& query, const std::string& search)
{
    if (search.empty()) return;
    if (search.size() > maxQueryBytes)
        refuse("q", "The search text is too long. Use at most " + std::to_string(maxQueryBytes) + " bytes.");
    query.text(" AND search_text LIKE ").value(likePatternContaining(foldedText(search))).text(" ESCAPE '!'");
}

void appendAnyOf(SqlText& query, std::string_view column, const std::set<std::string>& values)
{
    if (values.empty()) return;
    query.text(" OR ").text(column);
    std::string_view separator = " IN (";
    for (const std::string& value : values) {
        query.text(separator).value(value);
        separator = ", ";
    }
    query.text(")");
}

void appendFilter(SqlText& query, const core::VoiceFilter& filter)
{
    appendLanguage(query, filter.language);
    if (filter.scope) query.text(" AND scope = ").value(std::string(word(*filter.scope)));
    if (!filter.gender.empty()) query.text(" AND gender_hint = ").value(filter.gender);
    if (filter.embeddingStatus)
        query.text(" AND embedding_status = ").value(std::string(word(*filter.embeddingStatus)));
    appendSearch(query, filter.query);
}

void appendAfter(SqlText& query, const VoicePlace& place)
{
    query.text(" AND (").text(scopeRank).text(", ").text(statusRank).text(", sort_key, voice_id) > (");
    query.value(place.scopeRank).text(", ").value(place.statusRank).text(", ");
    query.value(place.sortKey).text(", ").value(place.voiceId).text(")");
}

}  // namespace

void appendVisible(SqlText& query, const core::VoiceVisibility& visibility)
{
    query.text(" WHERE (scope = 'global' OR (scope = 'tenant' AND tenant_id = ").value(visibility.tenantId);
    query.text(") OR (scope = 'user' AND tenant_id = ").value(visibility.tenantId);
    query.text(" AND owner_user_id = ").value(visibility.userId).text(")) AND (kind <> 'preset'");
    appendAnyOf(query, "engine", visibility.engines);
    appendAnyOf(query, "voice_id", visibility.mapped);
    query.text(")");
}

SqlText listQuery(const core::VoiceVisibility& visibility, const core::VoiceFilter& filter,
                  const std::optional<VoicePlace>& after, std::size_t limit)
{
    SqlText query("SELECT " + voice_row::columns() + ", ");
    query.text(scopeRank)
        .text(" AS scope_rank, ")
        .text(statusRank)
        .text(" AS status_rank, sort_key FROM voices");
    appendVisible(query, visibility);
    appendFilter(query, filter);
    if (after) appendAfter(query, *after);
    query.text(" ORDER BY scope_rank, status_rank, sort_key, voice_id LIMIT ")
        .value(static_cast<std::int64_t>(limit));
    return query;
}

ListIdentity voiceListIdentity(const core::VoiceVisibility& visibility, const core::VoiceFilter& filter)
{
    return {"voices",
            visibility.tenantId,
            visibility.userId,
            filter.language,
            filter.scope ? std::string(word(*filter.scope)) : "",
            filter.gender,
            filter.embeddingStatus ? std::string(word(*filter.embeddingStatus)) : "",
            filter.query};
}

}  // namespace scaispeak::store
