#pragma once

#include "attempt.hpp"

#include <chrono>
#include <optional>

namespace scaispeak::scaiinfer {

/// What went wrong with one request at the nodes that were asked, and what its caller is told when none is
/// left. For one thread.
class Setbacks
{
public:
    /// Any attempt but one that is Done, Stopped or NeedsReference.
    void add(const Attempt& attempt);

    /// When a place may be free: the soonest that a full node of this round named; none when none was full.
    std::optional<std::chrono::milliseconds> retryAfter() const { return _retryAfter; }
    /// Those that were full are asked again.
    void beginRound() { _retryAfter.reset(); }

    /// `resting`: a node carries the engine and its breaker is open.
    Error refusal(bool resting) const;

private:
    Error refusalOfFault() const;

    std::optional<Attempt> _fault;  ///< The latest in which a node answered, and not that it is full.
    std::optional<Attempt> _gone;   ///< The latest in which it did not.
    std::optional<std::chrono::milliseconds> _retryAfter;
};

}  // namespace scaispeak::scaiinfer
