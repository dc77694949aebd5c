#pragma once

#include "store/database_error.hpp"
#include "store/database_url.hpp"
#include "store/value.hpp"

#include <memory>
#include <string>
#include <vector>

namespace scaispeak::store {

class Session;

/// One session of the database, for one thread at a time. Statements use `$1`, `$2`... numbered in order of
/// first appearance (SQLite binds by that order). Everything throws DatabaseError.
class Connection
{
public:
    /// Opens it. The state of the error then holds libpq's words, among them no password.
    explicit Connection(const DatabaseUrl& url);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    DatabaseKind kind() const noexcept { return _kind; }

    /// Runs one statement and keeps it prepared for the next time. Throws Failure(ValidationError) for a text
    /// parameter that is not UTF-8 or holds a NUL character.
    Rows query(const std::string& sql, const std::vector<Value>& parameters = {});

    /// Runs one statement that will not come again.
    Rows runOnce(const std::string& sql);

    /// A transaction that means to write: on SQLite it holds the write lock from the start, so that two
    /// writers queue instead of failing half-way.
    void begin();
    /// Refused when a statement has failed since begin().
    void commit();
    /// Never throws: a connection that cannot roll back is broken.
    void rollback() noexcept;

    /// True once the connection was lost or its state is unknown; it must then not be used again.
    bool broken() const noexcept;

private:
    template <typename Work>
    auto watched(Work work) -> decltype(work());

    DatabaseKind _kind;
    std::unique_ptr<Session> _session;
    bool _failed = false;  // A statement failed since begin().
    bool _broken = false;
};

}  // namespace scaispeak::store
