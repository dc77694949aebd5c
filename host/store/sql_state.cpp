#include "store/sql_state.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <utility>

namespace scaispeak::store {
namespace {

constexpr std::size_t stateLength = 5;

bool isStateCharacter(char c) noexcept
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
}

/// The state that `text` begins with, if it does.
std::string leadingState(std::string_view text)
{
    if (text.size() < stateLength) return {};
    const std::string_view state = text.substr(0, stateLength);
    const bool ends = text.size() == stateLength || !isStateCharacter(text[stateLength]);
    // Every state holds a digit; the words ERROR, FATAL and PANIC do not.
    const bool hasDigit = std::ranges::any_of(state, [](char c) { return c <= '9'; });
    if (!ends || !hasDigit || !std::ranges::all_of(state, isStateCharacter)) return {};
    return std::string(state);
}

using Rule = std::pair<std::string_view, Fault>;

// The first rule that begins like the state wins, so single states stand before their class.
constexpr std::array rules{
    Rule{"08", Fault::ConnectionLost},
    Rule{"57P01", Fault::ConnectionLost},
    Rule{"57P02", Fault::ConnectionLost},
    Rule{"57P03", Fault::ConnectionLost},
    Rule{"57P05", Fault::ConnectionLost},
    Rule{"25P03", Fault::ConnectionLost},
    Rule{"53300", Fault::Busy},
    Rule{"55P03", Fault::Busy},
    Rule{"57014", Fault::Busy},
    Rule{"40", Fault::Conflict},
    Rule{"23505", Fault::UniqueViolation},
    Rule{"23503", Fault::ForeignKeyViolation},
    Rule{"23", Fault::OtherConstraint},
    Rule{"42P01", Fault::NoSchema},
    Rule{"42703", Fault::NoSchema},
    Rule{"3F000", Fault::NoSchema},
    Rule{"53100", Fault::OutOfSpace},
    Rule{"25006", Fault::NotWritable},
    Rule{"42501", Fault::NotWritable},
    Rule{"XX001", Fault::BadData},
    Rule{"XX002", Fault::BadData},
    Rule{"22", Fault::Programming},
    Rule{"26", Fault::Programming},
    Rule{"42", Fault::Programming},
};

}  // namespace

std::string sqlState(std::string_view message)
{
    constexpr std::string_view marker = " State: ";
    // A failed execute: "...execute error: ERROR:  23505\n Severity: ERROR State: 23505 Detail: ...", no
    // statement in it.
    if (const auto at = message.find(marker);
        at != std::string_view::npos && message.find("_execute error") < at)
        if (std::string state = leadingState(message.substr(at + marker.size())); !state.empty())
            return state;

    const std::string_view firstLine = message.substr(0, message.find('\n'));
    for (std::size_t colon = firstLine.find(':'); colon != std::string_view::npos;
         colon = firstLine.find(':', colon + 1)) {
        const std::size_t word = firstLine.find_first_not_of(' ', colon + 1);
        if (word == std::string_view::npos) break;
        if (std::string state = leadingState(firstLine.substr(word)); !state.empty()) return state;
    }
    return {};
}

Fault faultOfSqlState(std::string_view state) noexcept
{
    for (const auto& [beginning, fault] : rules)
        if (state.starts_with(beginning)) return fault;
    return Fault::Other;
}

Fault faultOfPostgresMessage(std::string_view message)
{
    const std::string state = sqlState(message);
    if (!state.empty()) return faultOfSqlState(state);
    for (const std::string_view call :
         {"_prepare error: ", "_describe error: ", "_execute error: ", " statement failed:"})
        if (message.substr(0, message.find('\n')).find(call) != std::string_view::npos)
            return Fault::ConnectionLost;
    return Fault::Programming;
}

Fault faultOfSqliteCode(int code) noexcept
{
    switch (code) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID:
            return Fault::UniqueViolation;
        case SQLITE_CONSTRAINT_FOREIGNKEY:
            return Fault::ForeignKeyViolation;
        case SQLITE_BUSY_SNAPSHOT:
            return Fault::Conflict;
        default:
            break;
    }
    constexpr int primaryMask = 0xff;
    switch (code & primaryMask) {
        case SQLITE_CONSTRAINT:
            return Fault::OtherConstraint;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_PROTOCOL:
            return Fault::Busy;
        case SQLITE_CANTOPEN:
            return Fault::ConnectionLost;
        case SQLITE_FULL:
            return Fault::OutOfSpace;
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_AUTH:
            return Fault::NotWritable;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
        case SQLITE_FORMAT:
            return Fault::BadData;
        case SQLITE_ERROR:
        case SQLITE_MISUSE:
        case SQLITE_RANGE:
        case SQLITE_MISMATCH:
        case SQLITE_TOOBIG:
            return Fault::Programming;
        default:
            return Fault::Other;
    }
}

}  // namespace scaispeak::store
