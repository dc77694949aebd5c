#include "store/sqlite_session.hpp"

#include "store/sql_state.hpp"
#include "store/sqlite_statement.hpp"

#include <Poco/Data/SQLite/SessionImpl.h>
#include <Poco/Data/SQLite/Utility.h>
#include <Poco/Data/Session.h>
#include <Poco/Exception.h>
#include <sqlite3.h>

#include <string_view>
#include <unordered_map>

namespace scaispeak::store {
namespace {

constexpr std::size_t openTimeoutSeconds = 5;
constexpr std::size_t maxPrepared = 64;

Poco::Data::Session openFile(const std::string& path)
{
    try {
        Poco::AutoPtr<Poco::Data::SessionImpl> session(
            new Poco::Data::SQLite::SessionImpl(path, openTimeoutSeconds));
        return Poco::Data::Session(session);
    }
    catch (const Poco::Exception& error) {
        throw DatabaseError(Fault::ConnectionLost, error.name());
    }
}

class SqliteSession : public Session
{
public:
    explicit SqliteSession(const std::string& path) : _session(openFile(path))
    {
        for (const char* pragma : {"PRAGMA busy_timeout=5000", "PRAGMA journal_mode=WAL",
                                   "PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON"})
            SqliteSession::runOnce(pragma);
    }

    Rows query(const std::string& sql, const std::vector<Value>& parameters) override;
    Rows runOnce(const std::string& sql) override
    {
        const auto statement = prepare(sql, 0);
        return guarded([&] { return statement->run({}); });
    }

    void begin() override { query("BEGIN IMMEDIATE", {}); }
    void commit() override { query("COMMIT", {}); }
    void rollback() override
    {
        if (sqlite3_get_autocommit(handle()) == 0) query("ROLLBACK", {});
    }
    bool lost() const noexcept override { return false; }

private:
    sqlite3* handle() const { return Poco::Data::SQLite::Utility::dbHandle(_session); }

    std::unique_ptr<SqliteStatement> prepare(const std::string& sql, std::size_t parameters)
    {
        return guarded([&] { return std::make_unique<SqliteStatement>(_session, sql, parameters); });
    }

    DatabaseError understand() const
    {
        const int code = sqlite3_extended_errcode(handle());
        const std::string_view message = sqlite3_errmsg(handle());
        const bool lacks = message.starts_with("no such table") || message.starts_with("no such column");
        return {code == SQLITE_ERROR && lacks ? Fault::NoSchema : faultOfSqliteCode(code),
                "SQLite " + std::to_string(code)};
    }

    /// Understood at once, before the statement goes: finalising it would change what SQLite says of it.
    template <typename Work>
    auto guarded(Work work) const -> decltype(work())
    {
        try {
            return work();
        }
        catch (const Poco::Exception&) {
            throw understand();
        }
    }

    Poco::Data::Session _session;
    std::unordered_map<std::string, std::unique_ptr<SqliteStatement>> _prepared;
};

Rows SqliteSession::query(const std::string& sql, const std::vector<Value>& parameters)
{
    auto found = _prepared.find(sql);
    if (found == _prepared.end()) {
        if (_prepared.size() >= maxPrepared) _prepared.clear();
        found = _prepared.emplace(sql, prepare(sql, parameters.size())).first;
    }
    try {
        return guarded([&] { return found->second->run(parameters); });
    }
    catch (...) {
        _prepared.erase(found);
        throw;
    }
}

}  // namespace

std::unique_ptr<Session> openSqlite(const std::string& path)
{
    return std::make_unique<SqliteSession>(path);
}

}  // namespace scaispeak::store
