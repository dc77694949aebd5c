#pragma once

#include <atomic>

namespace scaispeak::http {

/// Who may touch a connection: the I/O thread, or whoever holds its one outstanding answer. It is lent with
/// the request and given back with the answer; what happens on the socket meanwhile is left as a note. Being
/// one atomic word, a note is either seen by the I/O thread itself or by the borrower on giving back: none is
/// lost.
class Lease
{
public:
    /// I/O thread. `input`: there may be bytes that no event will announce again.
    void lend(bool input) noexcept { _bits.store(kLent | (input ? kInput : 0U), std::memory_order_release); }

    /// I/O thread. True: it is lent, and the borrower will find the note.
    bool note() noexcept { return (_bits.fetch_or(kInput, std::memory_order_acq_rel) & kLent) != 0; }

    /// I/O thread.
    bool lent() const noexcept { return (_bits.load(std::memory_order_acquire) & kLent) != 0; }

    /// Borrower, as the last it does with the connection. True: there is a note, the I/O thread must be told.
    bool giveBack() noexcept { return (_bits.fetch_and(~kLent, std::memory_order_acq_rel) & kInput) != 0; }

private:
    static constexpr unsigned kLent = 1;
    static constexpr unsigned kInput = 2;
    std::atomic<unsigned> _bits{0};
};

}  // namespace scaispeak::http
