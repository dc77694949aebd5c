#include "store/connection.hpp"

#include "store/prepared_statement.hpp"
#include "store/sql_state.hpp"
#include "store/storable_text.hpp"

#include <Poco/Data/DataException.h>
#include <Poco/Data/PostgreSQL/PostgreSQLException.h>
#include <Poco/Data/PostgreSQL/SessionImpl.h>
#include <Poco/Data/SQLite/SessionImpl.h>
#include <Poco/Data/SQLite/Utility.h>
#include <Poco/Data/Session.h>
#include <libpq-fe.h>
#include <sqlite3.h>

#include <unordered_map>

namespace scaispeak::store {
namespace {

constexpr std::size_t connectTimeoutSeconds = 5;
constexpr std::size_t maxPrepared = 64;

Poco::Data::Session open(const DatabaseUrl& url)
{
    Poco::AutoPtr<Poco::Data::SessionImpl> session;
    if (url.kind == DatabaseKind::Sqlite)
        session = new Poco::Data::SQLite::SessionImpl(url.target, connectTimeoutSeconds);
    else
        session = new Poco::Data::PostgreSQL::SessionImpl(url.target, connectTimeoutSeconds);
    return Poco::Data::Session(session);
}

void requireStorable(const std::vector<Value>& parameters)
{
    for (const Value& value : parameters)
        if (const auto* text = std::get_if<std::string>(&value)) requireStorableText(*text);
}

}  // namespace

struct Connection::Impl
{
    explicit Impl(const DatabaseUrl& url) : kind(url.kind), session(open(url)) {}

    PGconn* postgres()
    {
        return dynamic_cast<Poco::Data::PostgreSQL::SessionImpl&>(*session.impl()).handle();
    }

    void configure();
    DatabaseError understand(const Poco::Exception& error);
    std::unique_ptr<PreparedStatement> prepare(const std::string& sql, std::size_t parameters);
    Rows runFresh(const std::string& sql, const std::vector<Value>& parameters);
    Rows runPrepared(const std::string& sql, const std::vector<Value>& parameters);
    /// Understood at once, before the statement goes: finalising it would change what SQLite says of it.
    template <typename Work>
    auto guarded(Work work) -> decltype(work());

    DatabaseKind kind;
    Poco::Data::Session session;
    std::unordered_map<std::string, std::unique_ptr<PreparedStatement>> prepared;
    bool failed = false;  ///< A statement failed since begin().
    bool broken = false;
};

void Connection::Impl::configure()
{
    if (kind == DatabaseKind::Sqlite) {
        for (const char* pragma : {"PRAGMA busy_timeout=5000", "PRAGMA journal_mode=WAL",
                                   "PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON"})
            PreparedStatement(session, pragma, 0).run({});
    }
    else {
        // Messages then hold the SQLSTATE and no values.
        PQsetErrorVerbosity(postgres(), PQERRORS_SQLSTATE);
        // libpq would write notices to stderr, past our log.
        PQsetNoticeProcessor(
            postgres(), [](void*, const char*) {}, nullptr);
        PreparedStatement(session, "SET statement_timeout = '30s'", 0).run({});
    }
}

DatabaseError Connection::Impl::understand(const Poco::Exception& error)
{
    if (kind == DatabaseKind::Sqlite) {
        sqlite3* database = Poco::Data::SQLite::Utility::dbHandle(session);
        const int code = sqlite3_extended_errcode(database);
        const std::string_view message = sqlite3_errmsg(database);
        const bool lacks = message.starts_with("no such table") || message.starts_with("no such column");
        return {code == SQLITE_ERROR && lacks ? Fault::NoSchema : faultOfSqliteCode(code),
                "SQLite " + std::to_string(code)};
    }
    const std::string state = sqlState(error.message());
    const Fault fault =
        session.isConnected() ? faultOfPostgresMessage(error.message()) : Fault::ConnectionLost;
    if (fault == Fault::ConnectionLost) broken = true;
    return {fault, state.empty() ? "no SQLSTATE" : "SQLSTATE " + state};
}

template <typename Work>
auto Connection::Impl::guarded(Work work) -> decltype(work())
{
    try {
        return work();
    }
    catch (const Poco::Exception& error) {
        failed = true;
        throw understand(error);
    }
}

std::unique_ptr<PreparedStatement> Connection::Impl::prepare(const std::string& sql, std::size_t parameters)
{
    return guarded([&] { return std::make_unique<PreparedStatement>(session, sql, parameters); });
}

Rows Connection::Impl::runFresh(const std::string& sql, const std::vector<Value>& parameters)
{
    const auto statement = prepare(sql, parameters.size());
    return guarded([&] { return statement->run(parameters); });
}

Rows Connection::Impl::runPrepared(const std::string& sql, const std::vector<Value>& parameters)
{
    auto found = prepared.find(sql);
    if (found == prepared.end()) {
        if (prepared.size() >= maxPrepared) prepared.clear();
        found = prepared.emplace(sql, prepare(sql, parameters.size())).first;
    }
    try {
        return guarded([&] { return found->second->run(parameters); });
    }
    catch (...) {
        prepared.erase(found);
        throw;
    }
}

Connection::Connection(const DatabaseUrl& url)
{
    try {
        _impl = std::make_unique<Impl>(url);
    }
    catch (const Poco::Data::PostgreSQL::PostgreSQLException& error) {
        throw DatabaseError(Fault::ConnectionLost, error.message());
    }
    catch (const Poco::Exception& error) {
        throw DatabaseError(Fault::ConnectionLost, error.name());
    }
    _impl->guarded([&] { _impl->configure(); });
}

Connection::~Connection() = default;

DatabaseKind Connection::kind() const noexcept
{
    return _impl->kind;
}

Rows Connection::query(const std::string& sql, const std::vector<Value>& parameters)
{
    requireStorable(parameters);
    // A PostgreSQL statement must not be run a second time: if that fails, Poco 1.11 frees its first result
    // twice.
    if (_impl->kind == DatabaseKind::PostgreSql) return _impl->runFresh(sql, parameters);
    return _impl->runPrepared(sql, parameters);
}

Rows Connection::runOnce(const std::string& sql)
{
    return _impl->runFresh(sql, {});
}

void Connection::begin()
{
    _impl->failed = false;
    if (_impl->kind == DatabaseKind::Sqlite)
        query("BEGIN IMMEDIATE");
    else
        _impl->guarded([&] { _impl->session.begin(); });
}

void Connection::commit()
{
    // PostgreSQL would answer this COMMIT with success and a rollback.
    if (_impl->failed) throw DatabaseError(Fault::Programming, "commit after a failed statement");
    if (_impl->kind == DatabaseKind::Sqlite)
        query("COMMIT");
    else
        _impl->guarded([&] { _impl->session.commit(); });
}

void Connection::rollback() noexcept
{
    try {
        if (_impl->broken) return;
        if (_impl->kind == DatabaseKind::PostgreSql)
            _impl->session.rollback();
        else if (sqlite3_get_autocommit(Poco::Data::SQLite::Utility::dbHandle(_impl->session)) == 0)
            query("ROLLBACK");
    }
    catch (...) {
        _impl->broken = true;
    }
}

bool Connection::broken() const noexcept
{
    return _impl->broken;
}

}  // namespace scaispeak::store
