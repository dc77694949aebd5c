#include "http/server/tls_channel.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <new>

namespace scaispeak::http {

namespace {

int writeToSocket(BIO* bio, const char* bytes, int size)
{
    ::BIO_clear_retry_flags(bio);
    int fd = -1;
    BIO_get_fd(bio, &fd);
    const auto sent = ::send(fd, bytes, static_cast<std::size_t>(size), MSG_NOSIGNAL);
    if (sent < 0 && ::BIO_sock_should_retry(static_cast<int>(sent)) != 0) BIO_set_retry_write(bio);
    return static_cast<int>(sent);
}

/// OpenSSL's socket, but a client that has left raises no SIGPIPE.
const BIO_METHOD* socketMethod()
{
    static const BIO_METHOD* const made = [] {
        const BIO_METHOD* plain = ::BIO_s_socket();
        BIO_METHOD* method = ::BIO_meth_new(BIO_TYPE_SOCKET, "socket");
        if (!method) throw std::bad_alloc();
        ::BIO_meth_set_write(method, writeToSocket);
        ::BIO_meth_set_read(method, ::BIO_meth_get_read(plain));
        ::BIO_meth_set_puts(method, ::BIO_meth_get_puts(plain));
        ::BIO_meth_set_ctrl(method, ::BIO_meth_get_ctrl(plain));
        ::BIO_meth_set_create(method, ::BIO_meth_get_create(plain));
        ::BIO_meth_set_destroy(method, ::BIO_meth_get_destroy(plain));
        return method;
    }();
    return made;
}

int bounded(std::size_t size) noexcept
{
    return static_cast<int>(std::min<std::size_t>(size, std::numeric_limits<int>::max()));
}

}  // namespace

void TlsChannel::Free::operator()(ssl_st* ssl) const noexcept
{
    ::SSL_free(ssl);
}

TlsChannel::TlsChannel(std::shared_ptr<const TlsContext> context, int fd)
    : _context(std::move(context)), _ssl(::SSL_new(_context->raw()))
{
    BIO* bio = _ssl ? ::BIO_new(socketMethod()) : nullptr;
    if (!bio) throw std::bad_alloc();
    BIO_set_fd(bio, fd, BIO_NOCLOSE);
    ::SSL_set_bio(_ssl.get(), bio, bio);
    ::SSL_set_accept_state(_ssl.get());
}

TlsChannel::Handshake TlsChannel::shakeHands() noexcept
{
    ::ERR_clear_error();
    const int outcome = ::SSL_do_handshake(_ssl.get());
    if (outcome == 1) return _handshake = Handshake::Done;
    const int error = ::SSL_get_error(_ssl.get(), outcome);
    if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) return _handshake = Handshake::Waiting;
    const auto reason = ERR_GET_REASON(::ERR_peek_error());
    ::ERR_clear_error();
    _broken = true;
    const bool http = reason == SSL_R_HTTP_REQUEST || reason == SSL_R_HTTPS_PROXY_REQUEST;
    return _handshake = http ? Handshake::PlainHttp : Handshake::Failed;
}

long TlsChannel::read(char* buffer, std::size_t size) noexcept
{
    std::size_t filled = 0;
    while (filled < size && _input == Input::Open) {
        // An error left from another connection would be taken for one of this.
        ::ERR_clear_error();
        const int got = ::SSL_read(_ssl.get(), buffer + filled, bounded(size - filled));
        if (got > 0) {
            filled += static_cast<std::size_t>(got);
            continue;
        }
        const int error = ::SSL_get_error(_ssl.get(), got);
        if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) break;
        const bool cut = ERR_GET_REASON(::ERR_peek_error()) == SSL_R_UNEXPECTED_EOF_WHILE_READING;
        _input = error == SSL_ERROR_ZERO_RETURN || cut ? Input::Ended : Input::Broken;
        _broken = _broken || error != SSL_ERROR_ZERO_RETURN;
        ::ERR_clear_error();
    }
    if (filled > 0) return static_cast<long>(filled);
    if (_input == Input::Ended) return 0;
    errno = _input == Input::Broken ? ECONNRESET : EAGAIN;
    return -1;
}

long TlsChannel::write(std::string_view bytes) noexcept
{
    std::size_t taken = 0;
    while (taken < bytes.size()) {
        if (_broken) return -1;
        ::ERR_clear_error();
        const int sent = ::SSL_write(_ssl.get(), bytes.data() + taken, bounded(bytes.size() - taken));
        if (sent > 0) {
            taken += static_cast<std::size_t>(sent);
            continue;
        }
        const int error = ::SSL_get_error(_ssl.get(), sent);
        if (error == SSL_ERROR_WANT_WRITE || error == SSL_ERROR_WANT_READ) break;
        ::ERR_clear_error();
        _broken = true;
    }
    return static_cast<long>(taken);
}

void TlsChannel::endOutput() noexcept
{
    if (_broken || _handshake != Handshake::Done) return;
    ::ERR_clear_error();
    ::SSL_shutdown(_ssl.get());
    ::ERR_clear_error();
}

}  // namespace scaispeak::http
