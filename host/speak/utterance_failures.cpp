// How an utterance goes on, or ends, when an engine call or the wait for one came to nothing.
#include "speak/utterance.hpp"

#include <utility>

namespace scaispeak::speak {

void Utterance::attemptFailed(Lock& lock, const std::shared_ptr<EngineAttempt>& attempt,
                              AttemptFailure failure)
{
    _output->settle();
    _attempt.reset();
    noteFailure(_candidate, failure);
    if (attempt->gotSample()) return endBroken(lock, failure);
    const auto rest = shortRest(failure);
    if (_started && !rest) {
        if (std::exchange(_retried, true)) return endBroken(lock, failure);
        _queuedAt.reset();
        return dispatch(lock);
    }
    _turns.failed(_candidate, std::move(failure), rest ? std::optional(Clock::now() + *rest) : std::nullopt);
    if (_turns.any())
        dispatch(lock);
    else
        endUnspoken(lock);
}

void Utterance::endBroken(Lock& lock, const AttemptFailure& failure)
{
    const core::Failure told = brokenOff(failure);
    end(lock, UtteranceSummary::Outcome::Failed, &told);
}

void Utterance::endUnspoken(Lock& lock)
{
    const core::Failure told = unspoken(_refusals, _turns.failures(), _surroundings.slots);
    end(lock, UtteranceSummary::Outcome::Failed, &told);
}

void Utterance::endOverdue(Lock& lock)
{
    if (_phase == Phase::WaitingForRoom) {
        // No slot is to blame.
        const core::Failure full =
            core::Failure(core::ErrorCode::Overloaded,
                          "the host holds as much audio as it may; try again in a moment")
                .withRetryAfter(1);
        return end(lock, UtteranceSummary::Outcome::Failed, &full);
    }
    const AttemptFailure overdue = noPlace("no place in time");
    for (std::size_t candidate = 0; candidate < _turns.size(); ++candidate)
        if (!_turns.hasFailed(candidate)) noteFailure(candidate, overdue);
    if (_started)
        endBroken(lock, overdue);
    else
        endUnspoken(lock);
}

void Utterance::noteFailure(std::size_t candidate, const AttemptFailure& failure) const
{
    // One that has no place is asked again and again.
    if (shortRest(failure) && _turns.hasFailed(candidate)) return;
    const std::string& slot = _turns.slot(candidate).name;
    _surroundings.metrics.attemptFailed(slot, word(failure));
    _surroundings.logger.warning("backend_failed",
                                 {{"request_id", std::string_view(_order.requestId)},
                                  {"tenant_id", std::string_view(_order.tenantId)},
                                  {"slot", std::string_view(slot)},
                                  {"code", core::word(failure.code)},
                                  {"reason", failure.reason ? word(*failure.reason) : std::string_view()},
                                  {"plugin_reason", std::string_view(failure.pluginReason)},
                                  {"plugin_message", std::string_view(failure.publicMessage)},
                                  {"detail", std::string_view(failure.message)}});
}

}  // namespace scaispeak::speak
