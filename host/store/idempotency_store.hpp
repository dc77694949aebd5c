#pragma once

#include "core/idempotency_ledger.hpp"

namespace scaispeak::store {

class Database;

/// The ledger in the database. Thread safe.
class IdempotencyStore : public core::IdempotencyLedger
{
public:
    explicit IdempotencyStore(Database& database) : _database(database) {}

    core::IdempotencyClaim claim(const core::IdempotentUse& use) override;
    void keep(const core::IdempotentUse& use, const std::string& answer) override;
    void release(const core::IdempotentUse& use) override;

private:
    Database& _database;
};

}  // namespace scaispeak::store
