#pragma once

#include "http/server/connection.hpp"

#include <memory>
#include <vector>

namespace scaispeak::http {

/// The open connections. I/O thread. What is closed lives on until endRound(), since events of the same round
/// may still point at it.
class ConnectionTable
{
public:
    void add(std::shared_ptr<Connection> connection)
    {
        connection->slot = _open.size();
        _open.push_back(std::move(connection));
    }

    /// Closes it; it must not be lent.
    void close(Connection& connection)
    {
        connection.phase = Connection::Phase::Closed;
        connection.close();
        const auto slot = connection.slot;
        _closed.push_back(std::move(_open[slot]));
        if (slot + 1 < _open.size()) {
            _open[slot] = std::move(_open.back());
            _open[slot]->slot = slot;
        }
        _open.pop_back();
    }

    /// `visit` may close the connection it is given.
    template <typename Visitor>
    void forEach(Visitor visit)
    {
        for (auto index = _open.size(); index-- > 0;)
            visit(*_open[index]);
    }

    void endRound() { _closed.clear(); }
    /// Lets go of all; those still lent are closed by who holds them.
    void clear()
    {
        _open.clear();
        _closed.clear();
    }
    std::size_t size() const noexcept { return _open.size(); }

private:
    std::vector<std::shared_ptr<Connection>> _open;
    std::vector<std::shared_ptr<Connection>> _closed;
};

}  // namespace scaispeak::http
