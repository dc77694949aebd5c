#pragma once

#include "http/server/connection.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace scaispeak::http {

class Mailbox;

/// The thread that does the arithmetic of TLS handshakes, so that the I/O thread goes on meanwhile. A
/// connection is lent for one step, and given back. It is here at most once, so the queue is bounded by the
/// number of connections.
class Handshaker
{
public:
    /// `mailbox` must outlive stop().
    explicit Handshaker(Mailbox& mailbox) : _mailbox(mailbox) {}
    ~Handshaker() { stop(); }

    void start();
    void stop();

    /// I/O thread; the connection has been lent.
    void submit(std::shared_ptr<Connection> connection);

private:
    void run();
    void step(std::shared_ptr<Connection> connection);

    Mailbox& _mailbox;
    std::mutex _mutex;
    std::condition_variable _queueChanged;
    std::vector<std::shared_ptr<Connection>> _queue;
    bool _stopping = false;
    std::thread _thread;
};

}  // namespace scaispeak::http
