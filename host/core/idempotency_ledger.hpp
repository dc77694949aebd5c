#pragma once

#include "core/api_key.hpp"

#include <cstdint>
#include <string>

namespace scaispeak::core {

/// One use of an `Idempotency-Key`. The key itself is not kept, only its hash.
struct IdempotentUse
{
    std::string tenantId;
    std::string userId;
    Sha256 key{};
    Sha256 request{};     ///< Of all that must be the same when the key comes again.
    std::int64_t at = 0;  ///< Unix microseconds
};

struct IdempotencyClaim
{
    enum class State
    {
        Ours,       ///< The first, or the first after one that left no answer: do it.
        Running,    ///< The first is still being answered.
        Different,  ///< The key belongs to another request.
        Kept,       ///< It was answered; `answer` is what was kept.
        Again,      ///< It was answered, but the answer was too large to keep: do it again.
    };
    State state = State::Ours;
    std::string answer;
};

/// Which keys were used for which requests, shared by all hosts on one database. What is older than a day is
/// forgotten, and so is what exceeds a bound for each user. Thread safe; throws Failure(StorageUnavailable).
class IdempotencyLedger
{
public:
    virtual ~IdempotencyLedger() = default;
    virtual IdempotencyClaim claim(const IdempotentUse& use) = 0;
    /// Of one's own claim: what to give when the key comes again. Empty: nothing, it is to be done again.
    virtual void keep(const IdempotentUse& use, const std::string& answer) = 0;
    /// Of one's own claim: as if the key had not been used.
    virtual void release(const IdempotentUse& use) = 0;
};

}  // namespace scaispeak::core
