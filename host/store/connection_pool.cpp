#include "store/connection_pool.hpp"

#include <utility>

namespace scaispeak::store {

ConnectionPool::Lease::Lease(ConnectionPool& pool, std::unique_ptr<Connection> connection)
    : _pool(pool), _connection(std::move(connection))
{}

ConnectionPool::Lease::~Lease()
{
    _pool.giveBack(std::move(_connection));
}

ConnectionPool::ConnectionPool(DatabaseUrl url, std::size_t limit, std::chrono::milliseconds wait)
    : _url(std::move(url)), _limit(limit), _wait(wait)
{
    _idle.reserve(limit);
}

ConnectionPool::Lease ConnectionPool::acquire()
{
    std::unique_ptr<Connection> connection = takeIdleOrSlot();
    if (!connection) {
        try {
            connection = std::make_unique<Connection>(_url);
        }
        catch (...) {
            freeSlot();
            throw;
        }
    }
    return {*this, std::move(connection)};
}

void ConnectionPool::closeIdle()
{
    std::vector<std::unique_ptr<Connection>> closing;
    {
        const std::lock_guard lock(_mutex);
        while (!_idle.empty()) {
            closing.push_back(std::move(_idle.back()));
            _idle.pop_back();
        }
        _open -= closing.size();
    }
    _freed.notify_all();
}

std::unique_ptr<Connection> ConnectionPool::takeIdleOrSlot()
{
    std::unique_lock lock(_mutex);
    if (!_freed.wait_for(lock, _wait, [this] { return !_idle.empty() || _open < _limit; })) {
        core::Failure failure(core::ErrorCode::StorageUnavailable,
                              "All " + std::to_string(_limit) + " database connections stayed busy for " +
                                  std::to_string(_wait.count()) + " ms. Retry, or lower the load.");
        throw failure.withRetryAfter(1);
    }
    if (_idle.empty()) {
        ++_open;
        return nullptr;
    }
    std::unique_ptr<Connection> connection = std::move(_idle.back());
    _idle.pop_back();
    return connection;
}

void ConnectionPool::giveBack(std::unique_ptr<Connection> connection) noexcept
{
    if (connection->broken()) {
        connection.reset();
        freeSlot();
        return;
    }
    {
        const std::lock_guard lock(_mutex);
        _idle.push_back(std::move(connection));
    }
    _freed.notify_one();
}

void ConnectionPool::freeSlot() noexcept
{
    {
        const std::lock_guard lock(_mutex);
        --_open;
    }
    _freed.notify_one();
}

}  // namespace scaispeak::store
