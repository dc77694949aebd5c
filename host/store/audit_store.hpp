#pragma once

#include "core/audit_log.hpp"

namespace scaispeak::store {

class Connection;
class Database;

/// Adds a row inside the transaction that makes the change. An id that is there already adds nothing.
void insertAudit(Connection& connection, const std::string& auditId, const core::AuditRow& row);

std::string newAuditId();

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
