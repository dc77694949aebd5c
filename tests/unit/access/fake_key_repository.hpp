#pragma once

#include "core/api_key_repository.hpp"
#include "core/audit_log.hpp"
#include "core/failure.hpp"

#include <map>
#include <set>
#include <vector>

namespace scaispeak::access {

/// Keys in memory; `broken` makes every call fail as a database that does not answer.
class FakeKeyRepository : public core::ApiKeyRepository
{
public:
    std::map<std::string, core::ApiKey> keys;
    std::set<std::string> suspended;
    bool broken = false;
    int lookups = 0;

    void insert(const core::ApiKey& key) override { keys[key.id] = key; }

    std::optional<core::ApiKey> findByHash(const core::Sha256& hash) override
    {
        answer();
        ++lookups;
        for (const auto& [id, key] : keys)
            if (key.hash == hash) return key;
        return std::nullopt;
    }

    std::optional<core::ApiKey> find(const std::string& tenantId, const std::string& id) override
    {
        const auto found = keys.find(id);
        if (found == keys.end() || found->second.tenantId != tenantId) return std::nullopt;
        return found->second;
    }

    core::ApiKeyPage list(const std::string& tenantId, const std::string& userId, std::size_t,
                          const std::string&) override
    {
        core::ApiKeyPage page;
        for (const auto& [id, key] : keys)
            if (key.tenantId == tenantId && key.revokedAt == 0 && (userId.empty() || key.userId == userId))
                page.items.push_back(key);
        return page;
    }

    std::optional<std::int64_t> revoke(const std::string& tenantId, const std::string& id,
                                       std::int64_t at) override
    {
        const auto found = keys.find(id);
        if (found == keys.end() || found->second.tenantId != tenantId) return std::nullopt;
        if (found->second.revokedAt == 0) found->second.revokedAt = at;
        return found->second.revokedAt;
    }

    bool tenantActive(const std::string& tenantId) override
    {
        answer();
        return !suspended.contains(tenantId);
    }

private:
    void answer() const
    {
        if (broken) throw core::Failure(core::ErrorCode::StorageUnavailable, "no answer");
    }
};

class FakeAuditLog : public core::AuditLog
{
public:
    std::vector<core::AuditRow> rows;
    void record(const core::AuditRow& row) override { rows.push_back(row); }
};

}  // namespace scaispeak::access
