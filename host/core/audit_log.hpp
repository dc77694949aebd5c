#pragma once

#include <cstdint>
#include <string>

namespace scaispeak::core {

/// One permission-gated change.
struct AuditRow
{
    std::string tenantId;
    std::string actorUserId;
    std::string action;  ///< e.g. "api_key.create"
    std::string resourceId;
    std::int64_t at = 0;  ///< Unix microseconds
    std::string requestId;
};

/// Where changes are written down, for good, that have no transaction of their own to do it in. Thread safe;
/// throws Failure(StorageUnavailable).
class AuditLog
{
public:
    virtual ~AuditLog() = default;
    virtual void record(const AuditRow& row) = 0;
};

}  // namespace scaispeak::core
