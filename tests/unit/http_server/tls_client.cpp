#include "tls_client.hpp"

#include <openssl/err.h>
#include <openssl/x509.h>

#include <array>
#include <cerrno>
#include <stdexcept>

namespace http_server_test {

TlsClient::TlsClient(std::uint16_t port, int newest)
    : Client(port), _context(::SSL_CTX_new(::TLS_client_method()))
{
    // 1.1 is not even offered by default.
    ::SSL_CTX_set_security_level(_context.get(), 0);
    ::SSL_CTX_set_min_proto_version(_context.get(), TLS1_VERSION);
    ::SSL_CTX_set_max_proto_version(_context.get(), newest);
    _ssl.reset(::SSL_new(_context.get()));
    ::SSL_set_fd(_ssl.get(), fd());
    ::ERR_clear_error();
    if (::SSL_connect(_ssl.get()) == 1) return;
    const char* reason = ::ERR_reason_error_string(::ERR_get_error());
    throw std::runtime_error(reason ? reason : "closed during the handshake");
}

std::string TlsClient::serverName() const
{
    std::array<char, 256> name{};
    X509* shown = ::SSL_get_peer_certificate(_ssl.get());
    ::X509_NAME_get_text_by_NID(::X509_get_subject_name(shown), NID_commonName, name.data(), name.size());
    ::X509_free(shown);
    return name.data();
}

long TlsClient::transmit(const char* bytes, std::size_t size)
{
    ::ERR_clear_error();
    return ::SSL_write(_ssl.get(), bytes, static_cast<int>(size));
}

long TlsClient::receive(char* bytes, std::size_t size)
{
    ::ERR_clear_error();
    errno = 0;
    const int got = ::SSL_read(_ssl.get(), bytes, static_cast<int>(size));
    if (got > 0) return got;
    if (errno == EAGAIN) return -1;
    const bool reset = errno == ECONNRESET;
    const bool ended = ::SSL_get_error(_ssl.get(), got) == SSL_ERROR_ZERO_RETURN;
    return ended || !reset ? 0 : -1;
}

}  // namespace http_server_test
