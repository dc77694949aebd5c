#pragma once

#include <semaphore.h>

#include <cerrno>
#include <system_error>

namespace scaispeak::core {

/// Wakes a thread at the price of one system call on each side. A thread that a condition variable wakes
/// takes a mutex and, because glibc then believes that others wait for it, frees it with a system call more;
/// std::counting_semaphore yields the processor several times before it sleeps.
class Semaphore
{
public:
    Semaphore()
    {
        if (::sem_init(&_semaphore, 0, 0) != 0)
            throw std::system_error(errno, std::generic_category(), "cannot make a semaphore");
    }
    ~Semaphore() { ::sem_destroy(&_semaphore); }
    Semaphore(const Semaphore&) = delete;
    Semaphore& operator=(const Semaphore&) = delete;

    /// From any thread, at most 2^31 - 1 times ahead of wait().
    void post() noexcept { ::sem_post(&_semaphore); }
    void wait() noexcept
    {
        // Only a signal ends it early.
        while (::sem_wait(&_semaphore) != 0) {
        }
    }

private:
    sem_t _semaphore;
};

}  // namespace scaispeak::core
