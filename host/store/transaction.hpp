#pragma once

#include "store/connection.hpp"

namespace scaispeak::store {

/// A write transaction: rolled back at the end of its scope unless it was committed.
class Transaction
{
public:
    explicit Transaction(Connection& connection) : _connection(connection) { _connection.begin(); }
    ~Transaction()
    {
        if (!_committed) _connection.rollback();
    }
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    void commit()
    {
        _connection.commit();
        _committed = true;
    }

private:
    Connection& _connection;
    bool _committed = false;
};

}  // namespace scaispeak::store
