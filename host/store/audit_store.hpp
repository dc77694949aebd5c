#pragma once

#include "core/audit_log.hpp"

namespace scaispeak::store {

class Database;

/// The audit log in the database, which outlives it. Rows are only ever added. Thread safe.
class AuditStore : public core::AuditLog
{
public:
    explicit AuditStore(Database& database) : _database(database) {}

    void record(const core::AuditRow& row) override;

private:
    Database& _database;
};

}  // namespace scaispeak::store
