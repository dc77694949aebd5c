#pragma once

#include "store/database_error.hpp"
#include "store/value.hpp"

#include <string>
#include <vector>

namespace scaispeak::store {

/// What Connection needs of a database. For one thread at a time; everything but rollback throws
/// DatabaseError.
class Session
{
public:
    virtual ~Session() = default;

    /// Runs a statement and keeps it prepared.
    virtual Rows query(const std::string& sql, const std::vector<Value>& parameters) = 0;
    virtual Rows runOnce(const std::string& sql) = 0;
    virtual void begin() = 0;
    virtual void commit() = 0;
    /// Does nothing outside a transaction.
    virtual void rollback() = 0;
    virtual bool lost() const noexcept = 0;
};

}  // namespace scaispeak::store
