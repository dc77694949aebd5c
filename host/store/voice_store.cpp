#include "store/voice_store.hpp"

#include "core/identifiers.hpp"
#include "store/connection.hpp"
#include "store/database.hpp"
#include "store/storable_text.hpp"
#include "store/voice_query.hpp"
#include "store/voice_row.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <map>
#include <stdexcept>

namespace scaispeak::store {
namespace {

constexpr std::size_t maxPage = 200;
constexpr std::size_t scopeRankColumn = 24;  // Behind the columns of voice_row.
constexpr std::size_t placeParts = 4;
constexpr std::ptrdiff_t rowsPerStatement = 50;

std::optional<VoicePlace> placeOf(const ListIdentity& list, const std::string& cursor)
{
    if (cursor.empty()) return std::nullopt;
    const std::vector<std::string> parts = decodeCursor(list, cursor, placeParts);
    return VoicePlace{cursorNumber(parts[0]), cursorNumber(parts[1]), parts[2], parts[3]};
}

std::string cursorBehind(const ListIdentity& list, const Row& row)
{
    return encodeCursor(
        list, {std::to_string(row.integer(scopeRankColumn)), std::to_string(row.integer(scopeRankColumn + 1)),
               row.text(scopeRankColumn + 2), row.text(0)});
}

/// What an engine may change of its voice: everything that is said of it, and what is derived from that.
constexpr std::array refreshed{"display_name",       "description", "style_tags",  "language_primary",
                               "language_supported", "gender_hint", "age_hint",    "engine",
                               "engine_voice",       "sort_key",    "search_text", "language_tags"};

using PresetRows = std::map<std::string, std::vector<Value>>;

/// One statement for many rows: on PostgreSQL each statement costs several round trips.
SqlText presetStatement(PresetRows::const_iterator begin, PresetRows::const_iterator end)
{
    SqlText sql("INSERT INTO voices (" + voice_row::insertColumns() + ") VALUES ");
    for (auto row = begin; row != end; ++row) {
        std::string_view separator = row == begin ? "(" : ", (";
        for (const Value& value : row->second) {
            sql.text(separator).value(value);
            separator = ", ";
        }
        sql.text(")");
    }
    sql.text(
        " ON CONFLICT (voice_id) DO UPDATE SET revision = voices.revision + 1, updated_at = "
        "excluded.updated_at");
    for (const std::string column : refreshed)
        sql.text(", " + column + " = excluded." + column);
    std::string_view separator = " WHERE voices.kind = 'preset' AND (";
    for (const std::string column : refreshed) {
        sql.text(separator).text("voices." + column + " <> excluded." + column);
        separator = " OR ";
    }
    sql.text(")");
    return sql;
}

/// The values of each row by id: one order of locks for all hosts, and one row for an id that is named twice.
PresetRows presetRows(const std::vector<core::Voice>& presets)
{
    const std::int64_t now = core::nowMicros();
    PresetRows rows;
    for (core::Voice voice : presets) {
        if (voice.kind != core::VoiceKind::Preset || voice.scope != core::VoiceScope::Global)
            throw std::invalid_argument("upsertPresets takes global preset voices only");
        if (voice.createdAt == 0) voice.createdAt = now;
        if (voice.updatedAt == 0) voice.updatedAt = now;
        rows.try_emplace(voice.voiceId, voice_row::insertValues(voice));
    }
    return rows;
}

}  // namespace

std::optional<core::Voice> VoiceStore::find(const core::VoiceVisibility& visibility,
                                            const std::string& voiceId)
{
    if (!isStorableText(voiceId)) return std::nullopt;
    SqlText query("SELECT " + voice_row::columns() + " FROM voices");
    appendVisible(query, visibility);
    query.text(" AND voice_id = ").value(voiceId);
    return _database.read([&](Connection& connection) -> std::optional<core::Voice> {
        const Rows rows = connection.query(query.sql(), query.values());
        if (rows.empty()) return std::nullopt;
        return voice_row::voiceOf(rows.front());
    });
}

core::VoicePage VoiceStore::list(const core::VoiceVisibility& visibility, const core::VoiceFilter& filter,
                                 std::size_t limit, const std::string& cursor)
{
    const std::size_t pageSize = std::clamp<std::size_t>(limit, 1, maxPage);
    const ListIdentity identity = voiceListIdentity(visibility, filter);
    const SqlText query = listQuery(visibility, filter, placeOf(identity, cursor), pageSize + 1);
    return _database.read([&](Connection& connection) {
        const Rows rows = connection.query(query.sql(), query.values());
        core::VoicePage page;
        for (std::size_t index = 0; index < std::min(rows.size(), pageSize); ++index)
            page.items.push_back(voice_row::voiceOf(rows[index]));
        if (rows.size() > pageSize) page.nextCursor = cursorBehind(identity, rows[pageSize - 1]);
        return page;
    });
}

void VoiceStore::upsertPresets(const std::vector<core::Voice>& presets)
{
    const PresetRows rows = presetRows(presets);
    if (rows.empty()) return;
    _database.write(
        [&](Connection& connection) {
            for (auto begin = rows.begin(); begin != rows.end();) {
                const auto left = std::distance(begin, rows.end());
                const auto end = std::next(begin, std::min<std::ptrdiff_t>(left, rowsPerStatement));
                const SqlText statement = presetStatement(begin, end);
                connection.query(statement.sql(), statement.values());
                begin = end;
            }
        },
        LostCommit::Repeat);
}

}  // namespace scaispeak::store
