#include "store/postgres_session.hpp"

#include "store/postgres_value.hpp"
#include "store/sql_state.hpp"

#include <libpq-fe.h>

#include <string_view>
#include <unordered_map>

namespace scaispeak::store {
namespace {

constexpr std::size_t maxPrepared = 64;

struct Finish
{
    void operator()(PGconn* connection) const noexcept { PQfinish(connection); }
    void operator()(PGresult* result) const noexcept { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, Finish>;

class PostgresSession : public Session
{
public:
    explicit PostgresSession(const std::string& conninfo);

    Rows query(const std::string& sql, const std::vector<Value>& parameters) override;
    Rows runOnce(const std::string& sql) override { return execute(sql, {}); }
    void begin() override { runOnce("BEGIN"); }
    void commit() override;
    void rollback() override
    {
        if (PQtransactionStatus(_connection.get()) != PQTRANS_IDLE) runOnce("ROLLBACK");
    }
    bool lost() const noexcept override { return _lost || PQstatus(_connection.get()) != CONNECTION_OK; }

private:
    Rows execute(const std::string& sql, const std::vector<Value>& parameters);
    const std::string& prepared(const std::string& sql);
    Result checked(PGresult* result);

    std::unique_ptr<PGconn, Finish> _connection;
    std::unordered_map<std::string, std::string> _names;
    std::uint64_t _nextName = 0;
    bool _lost = false;
};

PostgresSession::PostgresSession(const std::string& conninfo) : _connection(PQconnectdb(conninfo.c_str()))
{
    if (!_connection || PQstatus(_connection.get()) != CONNECTION_OK)
        throw DatabaseError(Fault::ConnectionLost,
                            _connection ? PQerrorMessage(_connection.get()) : "no memory");
    // libpq would write notices to stderr, past our log.
    PQsetNoticeProcessor(
        _connection.get(), [](void*, const char*) {}, nullptr);
    PostgresSession::runOnce("SET statement_timeout = '30s'");
}

/// Throws for an error; its text is dropped because it can hold values.
Result PostgresSession::checked(PGresult* raw)
{
    Result result(raw);
    const ExecStatusType status = PQresultStatus(result.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return result;
    const char* field = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
    const std::string state = field != nullptr ? field : "";
    // Without an SQLSTATE it is libpq that complains: it lost the server.
    const Fault fault = state.empty() || lost() ? Fault::ConnectionLost : faultOfSqlState(state);
    if (fault == Fault::ConnectionLost) _lost = true;
    throw DatabaseError(fault, state.empty() ? "no SQLSTATE" : "SQLSTATE " + state);
}

Rows PostgresSession::query(const std::string& sql, const std::vector<Value>& parameters)
{
    if (_names.size() >= maxPrepared && !_names.contains(sql)) return execute(sql, parameters);
    const std::string& name = prepared(sql);
    const PostgresParameters bound(parameters);
    try {
        return rowsOf(*checked(PQexecPrepared(_connection.get(), name.c_str(), bound.count(),
                                              bound.pointers(), bound.lengths(), bound.formats(), 0)));
    }
    catch (const DatabaseError& error) {
        // The schema has changed under the statement: prepared anew it works.
        if (error.fault() == Fault::Conflict) _names.erase(sql);
        throw;
    }
}

const std::string& PostgresSession::prepared(const std::string& sql)
{
    if (const auto found = _names.find(sql); found != _names.end()) return found->second;
    const std::string name = "s" + std::to_string(_nextName++);
    checked(PQprepare(_connection.get(), name.c_str(), sql.c_str(), 0, nullptr));
    return _names.emplace(sql, name).first->second;
}

Rows PostgresSession::execute(const std::string& sql, const std::vector<Value>& parameters)
{
    const PostgresParameters bound(parameters);
    return rowsOf(*checked(PQexecParams(_connection.get(), sql.c_str(), bound.count(), nullptr,
                                        bound.pointers(), bound.lengths(), bound.formats(), 0)));
}

void PostgresSession::commit()
{
    const Result result = checked(PQexec(_connection.get(), "COMMIT"));
    // The server answers the COMMIT of a failed transaction with success and a rollback.
    if (std::string_view(PQcmdStatus(result.get())) != "COMMIT")
        throw DatabaseError(Fault::Programming, "commit of a failed transaction");
}

}  // namespace

std::unique_ptr<Session> openPostgres(const std::string& conninfo)
{
    return std::make_unique<PostgresSession>(conninfo);
}

}  // namespace scaispeak::store
