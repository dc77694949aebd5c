#pragma once

#include "core/api_key.hpp"
#include "core/audit_log.hpp"

#include <optional>
#include <string>
#include <vector>

namespace scaispeak::core {

struct ApiKeyPage
{
    std::vector<ApiKey> items;
    std::string nextCursor;
};

/// API keys as they are kept. A change and its audit row are written together or not at all. Thread safe.
/// Throws Failure(StorageUnavailable) when the database does not answer.
class ApiKeyRepository
{
public:
    virtual ~ApiKeyRepository() = default;
    /// Also makes sure that rows of its tenant and user are there.
    virtual void insert(const ApiKey& key, const AuditRow& audit) = 0;
    /// Also revoked and expired ones: the caller decides what that means.
    virtual std::optional<ApiKey> findByHash(const Sha256& hash) = 0;
    virtual std::optional<ApiKey> find(const std::string& tenantId, const std::string& id) = 0;
    /// Newest first; `userId` empty = all users of the tenant. Revoked keys are left out.
    virtual ApiKeyPage list(const std::string& tenantId, const std::string& userId, std::size_t limit,
                            const std::string& cursor) = 0;
    /// Revokes the key of that tenant and id, at that time, which the audit row names. The time of
    /// revocation: the earlier one, with nothing written, if it was revoked already; nothing when there is no
    /// such key.
    virtual std::optional<std::int64_t> revoke(const AuditRow& audit) = 0;
    /// False when the tenant is suspended. A tenant not seen yet is not.
    virtual bool tenantActive(const std::string& tenantId) = 0;
};

}  // namespace scaispeak::core
