#pragma once

#include "store/api_key_store.hpp"
#include "store/audit_store.hpp"
#include "store/database.hpp"
#include "store/idempotency_store.hpp"
#include "store/policy_store.hpp"
#include "store/role_store.hpp"
#include "store/voice_store.hpp"

#include <memory>
#include <string>

namespace scaispeak::store {

/// The database with every repository over it. Its schema is Migrator's matter.
struct Store
{
    Store(const std::string& url, const DatabaseOptions& options) : database(url, options) {}

    Database database;
    VoiceStore voices{database};
    ApiKeyStore apiKeys{database};
    AuditStore audit{database};
    IdempotencyStore idempotency{database};
    RoleStore roles{database};
    PolicyStore policies{database};
};

/// Throws as Database does.
inline std::unique_ptr<Store> openStore(const std::string& url, const DatabaseOptions& options = {})
{
    return std::make_unique<Store>(url, options);
}

}  // namespace scaispeak::store
