#include "http/server/handshaker.hpp"

#include "http/server/mailbox.hpp"

#include <pthread.h>

#include <utility>

namespace scaispeak::http {

void Handshaker::start()
{
    _thread = std::thread([this] { run(); });
    ::pthread_setname_np(_thread.native_handle(), "http-tls");
}

void Handshaker::stop()
{
    {
        const std::lock_guard lock(_mutex);
        _stopping = true;
    }
    _queueChanged.notify_one();
    if (_thread.joinable()) _thread.join();
}

void Handshaker::submit(std::shared_ptr<Connection> connection)
{
    {
        const std::lock_guard lock(_mutex);
        _queue.push_back(std::move(connection));
    }
    _queueChanged.notify_one();
}

void Handshaker::run()
{
    std::vector<std::shared_ptr<Connection>> batch;
    std::unique_lock lock(_mutex);
    while (true) {
        _queueChanged.wait(lock, [this] { return !_queue.empty() || _stopping; });
        if (_stopping) return;
        batch.swap(_queue);
        lock.unlock();
        for (auto& connection : batch)
            step(std::move(connection));
        batch.clear();
        lock.lock();
    }
}

void Handshaker::step(std::shared_ptr<Connection> connection)
{
    const bool over = connection->tls()->shakeHands() != TlsChannel::Handshake::Waiting;
    if (connection->lease.giveBack() || over) _mailbox.post(std::move(connection));
}

}  // namespace scaispeak::http
