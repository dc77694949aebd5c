#pragma once

#include <memory>
#include <mutex>
#include <vector>

namespace scaispeak::http {

class Connection;

/// Connections given back to the I/O thread that need its attention. Any thread posts; the event descriptor
/// is written only when the box was empty. Bounded by the number of connections. After close() posts are
/// dropped.
class Mailbox
{
public:
    /// Throws std::system_error.
    Mailbox();
    ~Mailbox();
    Mailbox(const Mailbox&) = delete;
    Mailbox& operator=(const Mailbox&) = delete;

    void post(std::shared_ptr<Connection> connection);
    /// Only wakes the I/O thread.
    void wake() noexcept;
    /// I/O thread: resets the descriptor, then takes all.
    void takeAll(std::vector<std::shared_ptr<Connection>>& into);
    void close();

    int fd() const noexcept { return _fd; }

private:
    int _fd;
    std::mutex _mutex;
    std::vector<std::shared_ptr<Connection>> _posted;
    bool _closed = false;
};

}  // namespace scaispeak::http
