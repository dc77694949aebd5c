#include "store/sql_state.hpp"

#include <sqlite3.h>

#include <array>
#include <utility>

namespace scaispeak::store {
namespace {

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
    // A prepared statement that the schema has left behind.
    Rule{"0A000", Fault::Conflict},
    Rule{"26000", Fault::Conflict},
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
    Rule{"25", Fault::Programming},
    Rule{"42", Fault::Programming},
};

}  // namespace

Fault faultOfSqlState(std::string_view state) noexcept
{
    for (const auto& [beginning, fault] : rules)
        if (state.starts_with(beginning)) return fault;
    return Fault::Other;
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
