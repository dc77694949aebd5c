#pragma once

#include "core/api_key_repository.hpp"
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
    std::vector<core::AuditRow> audit;
    std::set<std::string> suspended;
    bool broken = false;
    int lookups = 0;

    void insert(const core::ApiKey& key, const core::AuditRow& row) override
    {
        keys[key.id] = key;
        audit.push_back(row);
    }

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

    std::optional<std::int64_t> revoke(const core::AuditRow& row) override
    {
        const auto found = keys.find(row.resourceId);
        if (found == keys.end() || found->second.tenantId != row.tenantId) return std::nullopt;
        if (found->second.revokedAt != 0) return found->second.revokedAt;
        audit.push_back(row);
        return found->second.revokedAt = row.at;
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

}  // namespace scaispeak::access
