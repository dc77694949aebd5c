#pragma once

#include "speak/attempt_failure.hpp"
#include "speak/engine_pool.hpp"
#include "speak/fidelity.hpp"
#include "speak/slot.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace scaispeak::speak {

/// The candidates of one utterance: in whose queues it stands, which have failed, and which one is asked
/// next. Knows no lock: used under its utterance's.
class Turns
{
public:
    using Clock = std::chrono::steady_clock;
    using Slots = std::vector<std::shared_ptr<const Slot>>;
    /// Where it stood, to be taken out of those queues by `withdraw`.
    using Left = std::vector<std::pair<std::shared_ptr<EnginePool>, std::shared_ptr<EngineTask>>>;

    /// `lesserFrom`: from when on a candidate that speaks the voice less faithfully than another one, which
    /// is only busy, may have the call as well.
    Turns(Slots candidates, const core::Voice& voice, Clock::time_point lesserFrom);

    /// The next candidate in order in whose queue the utterance may stand now and does not.
    std::optional<std::size_t> next(Clock::time_point now) const;
    void stands(std::size_t candidate, std::shared_ptr<EngineTask> task);
    bool standsWith(std::size_t candidate, const EngineTask& task) const;
    /// Out of all queues.
    Left leave();
    static void withdraw(const Left& left);

    /// It is not asked again, or only after that rest.
    void failed(std::size_t candidate, AttemptFailure failure,
                std::optional<Clock::time_point> againAt = std::nullopt);
    bool hasFailed(std::size_t candidate) const { return _entries[candidate].failure.has_value(); }
    /// From now on the one that speaks is the only one.
    void settle(std::size_t candidate);
    /// One is left that stands in a queue or may be asked yet.
    bool any() const;

    std::size_t size() const { return _entries.size(); }
    const Slot& slot(std::size_t candidate) const { return *_entries[candidate].slot; }
    /// By slot, in order; one that has not failed is said to have no place.
    std::vector<std::pair<std::string, AttemptFailure>> failures() const;

private:
    struct Entry
    {
        std::shared_ptr<const Slot> slot;
        Fidelity fidelity = Fidelity::Exact;
        std::shared_ptr<EngineTask> task;  ///< Set: it stands in this slot's queue.
        std::optional<AttemptFailure> failure;
        std::optional<Clock::time_point> againAt;  ///< Failed for a moment only.
        bool out() const { return failure && !againAt; }
    };

    std::vector<Entry> _entries;
    Clock::time_point _lesserFrom;
};

}  // namespace scaispeak::speak
