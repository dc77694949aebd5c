#include "store/connection.hpp"

#include "store/postgres_session.hpp"
#include "store/sqlite_session.hpp"
#include "store/storable_text.hpp"

namespace scaispeak::store {

Connection::Connection(const DatabaseUrl& url)
    : _kind(url.kind),
      _session(url.kind == DatabaseKind::Sqlite ? openSqlite(url.target) : openPostgres(url.target))
{}

Connection::~Connection() = default;

template <typename Work>
auto Connection::watched(Work work) -> decltype(work())
{
    try {
        return work();
    }
    catch (...) {
        _failed = true;
        throw;
    }
}

Rows Connection::query(const std::string& sql, const std::vector<Value>& parameters)
{
    for (const Value& value : parameters)
        if (const auto* text = std::get_if<std::string>(&value)) requireStorableText(*text);
    return watched([&] { return _session->query(sql, parameters); });
}

Rows Connection::runOnce(const std::string& sql)
{
    return watched([&] { return _session->runOnce(sql); });
}

void Connection::begin()
{
    _failed = false;
    _session->begin();
}

void Connection::commit()
{
    if (_failed) throw DatabaseError(Fault::Programming, "commit after a failed statement");
    _session->commit();
}

void Connection::rollback() noexcept
{
    try {
        if (!broken()) _session->rollback();
    }
    catch (...) {
        _broken = true;
    }
}

bool Connection::broken() const noexcept
{
    return _broken || _session->lost();
}

}  // namespace scaispeak::store
