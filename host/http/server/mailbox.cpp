#include "http/server/mailbox.hpp"

#include "http/server/connection.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <system_error>

namespace scaispeak::http {

Mailbox::Mailbox() : _fd(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC))
{
    if (_fd < 0) throw std::system_error(errno, std::generic_category(), "cannot make an event descriptor");
}

Mailbox::~Mailbox()
{
    ::close(_fd);
}

void Mailbox::post(std::shared_ptr<Connection> connection)
{
    bool first = false;
    {
        const std::lock_guard lock(_mutex);
        if (_closed) return;
        first = _posted.empty();
        _posted.push_back(std::move(connection));
    }
    if (first) wake();
}

void Mailbox::wake() noexcept
{
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(_fd, &one, sizeof(one));
}

void Mailbox::takeAll(std::vector<std::shared_ptr<Connection>>& into)
{
    std::uint64_t count = 0;
    [[maybe_unused]] const auto got = ::read(_fd, &count, sizeof(count));
    const std::lock_guard lock(_mutex);
    into.swap(_posted);
}

void Mailbox::close()
{
    std::vector<std::shared_ptr<Connection>> dropped;
    const std::lock_guard lock(_mutex);
    _closed = true;
    dropped.swap(_posted);
}

}  // namespace scaispeak::http
