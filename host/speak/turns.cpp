#include "speak/turns.hpp"

#include <algorithm>

namespace scaispeak::speak {

Turns::Turns(Slots candidates, const core::Voice& voice, Clock::time_point lesserFrom)
    : _lesserFrom(lesserFrom)
{
    for (auto& slot : candidates) {
        // A voice that was unmapped since is still the approximation it was.
        const Fidelity fidelity = fidelityOf(voice, *slot).value_or(Fidelity::Approximate);
        _entries.push_back({std::move(slot), fidelity, nullptr, std::nullopt, std::nullopt});
    }
}

std::optional<std::size_t> Turns::next(Clock::time_point now) const
{
    const auto first = std::ranges::find_if_not(_entries, &Entry::out);
    for (auto entry = first; entry != _entries.end(); ++entry) {
        if (entry->out() || entry->task) continue;
        if (entry->againAt && now < *entry->againAt) continue;
        const bool lesser = first->fidelity == Fidelity::Exact && entry->fidelity == Fidelity::Approximate;
        if (lesser && now < _lesserFrom) continue;
        return static_cast<std::size_t>(entry - _entries.begin());
    }
    return std::nullopt;
}

void Turns::stands(std::size_t candidate, std::shared_ptr<EngineTask> task)
{
    _entries[candidate].task = std::move(task);
}

bool Turns::standsWith(std::size_t candidate, const EngineTask& task) const
{
    return _entries[candidate].task.get() == &task;
}

Turns::Left Turns::leave()
{
    Left left;
    for (Entry& entry : _entries)
        if (entry.task) left.emplace_back(entry.slot->pool, std::exchange(entry.task, nullptr));
    return left;
}

void Turns::withdraw(const Left& left)
{
    for (const auto& [pool, task] : left)
        pool->withdraw(*task);
}

void Turns::failed(std::size_t candidate, AttemptFailure failure, std::optional<Clock::time_point> againAt)
{
    Entry& entry = _entries[candidate];
    entry.task.reset();
    entry.failure = std::move(failure);
    entry.againAt = againAt;
}

void Turns::settle(std::size_t candidate)
{
    for (std::size_t other = 0; other < _entries.size(); ++other)
        if (other != candidate) failed(other, noPlace("another slot speaks"));
    _entries[candidate].failure.reset();
    _entries[candidate].againAt.reset();
}

bool Turns::any() const
{
    return !std::ranges::all_of(_entries, &Entry::out);
}

std::vector<std::pair<std::string, AttemptFailure>> Turns::failures() const
{
    std::vector<std::pair<std::string, AttemptFailure>> failures;
    for (const Entry& entry : _entries)
        failures.emplace_back(entry.slot->name, entry.failure.value_or(noPlace("every place is taken")));
    return failures;
}

}  // namespace scaispeak::speak
