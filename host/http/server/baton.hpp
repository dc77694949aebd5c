#pragma once

#include <atomic>

namespace scaispeak::http {

/// Lets one thread at a time do a piece of work that several may bring. Who comes while it is being done
/// leaves it to the one that does it, so nobody ever waits; a thread that comes again from within the work
/// does not harm. Any thread.
class Baton
{
public:
    /// True: the caller does the work until release() is true. False: who has it will do the work once more.
    bool take() noexcept
    {
        auto state = _state.load(std::memory_order_relaxed);
        while (true) {
            const bool free = state == State::Free;
            if (_state.compare_exchange_weak(state, free ? State::Held : State::HeldAndWanted,
                                             std::memory_order_acq_rel))
                return free;
        }
    }

    /// False: somebody came meanwhile; the work is to be done once more.
    bool release() noexcept
    {
        auto held = State::Held;
        if (_state.compare_exchange_strong(held, State::Free, std::memory_order_acq_rel)) return true;
        _state.exchange(State::Held, std::memory_order_acq_rel);
        return false;
    }

private:
    enum class State
    {
        Free,
        Held,
        HeldAndWanted
    };
    std::atomic<State> _state{State::Free};
};

}  // namespace scaispeak::http
