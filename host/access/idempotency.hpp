#pragma once

#include "core/idempotency_ledger.hpp"
#include "core/principal.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace scaispeak::access {

/// An answer as it is given again.
struct IdempotentAnswer
{
    int status = 0;
    std::string body;
};

/// What came of a key that was sent along.
struct IdempotentCall
{
    core::IdempotencyClaim::State state = core::IdempotencyClaim::State::Ours;
    IdempotentAnswer answer;  ///< Where the state is Kept.
    core::IdempotentUse use;
    core::Sha256 seal{};  ///< What its answer is sealed with.
};

/// `Idempotency-Key`: the same request with the same key gets the first answer again. What is kept is sealed
/// with what only the caller has, the credential and the key, so that neither audio nor a new API key can be
/// read from the database. Thread safe; throws Failure(StorageUnavailable).
class Idempotency
{
public:
    explicit Idempotency(core::IdempotencyLedger& ledger) : _ledger(ledger) {}

    /// `request`: all that must be the same. Sent with another credential of the same user, a kept answer
    /// cannot be opened: then it is Different.
    IdempotentCall begin(const core::Identity& identity, std::string_view credential, std::string_view key,
                         std::string_view request);

    /// `answer`: none where the call may simply be done again; too large ones are not kept either.
    void succeeded(const IdempotentCall& call, const std::optional<IdempotentAnswer>& answer);
    /// The key is free again.
    void failed(const IdempotentCall& call);

    static constexpr std::size_t longestKept = 256 * 1024;

private:
    core::IdempotencyLedger& _ledger;
};

}  // namespace scaispeak::access
