#pragma once

#include "store/connection.hpp"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

namespace scaispeak::store {

/// At most `limit` connections, opened when needed. Who finds none free waits its turn for at most `wait`.
/// Thread safe.
class ConnectionPool
{
public:
    /// A borrowed connection; goes back at the end of its scope, or is closed when it broke.
    class Lease
    {
    public:
        Lease(ConnectionPool& pool, std::unique_ptr<Connection> connection);
        ~Lease();
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        Connection& connection() noexcept { return *_connection; }

    private:
        ConnectionPool& _pool;
        std::unique_ptr<Connection> _connection;
    };

    ConnectionPool(DatabaseUrl url, std::size_t limit, std::chrono::milliseconds wait);

    /// Throws Failure(StorageUnavailable) when none became free in time, DatabaseError when none could be
    /// opened.
    Lease acquire();

    /// Closes all that nobody uses: after a lost connection the others are likely dead too.
    void closeIdle();

private:
    std::unique_ptr<Connection> takeIdleOrSlot();
    void giveBack(std::unique_ptr<Connection> connection) noexcept;
    void freeSlot() noexcept;

    const DatabaseUrl _url;
    const std::size_t _limit;
    const std::chrono::milliseconds _wait;
    std::mutex _mutex;
    std::condition_variable _freed;
    std::size_t _open = 0;
    std::vector<std::unique_ptr<Connection>> _idle;
};

}  // namespace scaispeak::store
