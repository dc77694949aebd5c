#pragma once

#include "core/api_key_repository.hpp"

namespace scaispeak::store {

class Database;

/// API keys in the database, which outlives it. Thread safe. At most 200 keys a page.
class ApiKeyStore : public core::ApiKeyRepository
{
public:
    explicit ApiKeyStore(Database& database) : _database(database) {}

    /// Throws ConstraintViolation for an id or hash that is there already.
    void insert(const core::ApiKey& key, const core::AuditRow& audit) override;
    std::optional<core::ApiKey> findByHash(const core::Sha256& hash) override;
    std::optional<core::ApiKey> find(const std::string& tenantId, const std::string& id) override;
    core::ApiKeyPage list(const std::string& tenantId, const std::string& userId, std::size_t limit,
                          const std::string& cursor) override;
    std::optional<std::int64_t> revoke(const core::AuditRow& audit) override;
    bool tenantActive(const std::string& tenantId) override;

private:
    Database& _database;
};

}  // namespace scaispeak::store
