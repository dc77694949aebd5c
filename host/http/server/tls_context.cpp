#include "http/server/tls_context.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <cerrno>
#include <ctime>
#include <fstream>
#include <new>
#include <string_view>
#include <system_error>

namespace scaispeak::http {

namespace {

using File = TlsRefused::File;

std::string opensslReason()
{
    const auto code = ::ERR_get_error();
    const char* text = code == 0 ? nullptr : ::ERR_reason_error_string(code);
    ::ERR_clear_error();
    return text ? text : "no reason given";
}

/// OpenSSL's own words for a file that cannot be opened are "system lib".
void checkReadable(File file, const std::filesystem::path& path)
{
    errno = 0;
    std::ifstream stream(path);
    if (stream && stream.peek() != std::ifstream::traits_type::eof()) return;
    const int error = errno;
    if (error != 0)
        throw TlsRefused(file, path.string() + " cannot be read: " + std::generic_category().message(error));
    throw TlsRefused(file, path.string() + " is empty; a PEM file is expected");
}

/// Instead of asking for a passphrase on a terminal.
int noPassphrase(char*, int, int, void*)
{
    return 0;
}

void useCertificate(SSL_CTX* context, const std::filesystem::path& path)
{
    checkReadable(File::Certificate, path);
    if (::SSL_CTX_use_certificate_chain_file(context, path.c_str()) == 1) return;
    throw TlsRefused(File::Certificate, path.string() + " holds no certificate that can be used (" +
                                            opensslReason() +
                                            "); a PEM file is expected, the server's certificate first");
}

void useKey(SSL_CTX* context, const std::filesystem::path& path, const std::filesystem::path& certificate)
{
    checkReadable(File::Key, path);
    ::SSL_CTX_set_default_passwd_cb(context, noPassphrase);
    const bool taken = ::SSL_CTX_use_PrivateKey_file(context, path.c_str(), SSL_FILETYPE_PEM) == 1;
    // A key of another kind than the certificate's is taken, and looked at only here.
    if (taken && ::SSL_CTX_check_private_key(context) == 1) return;
    if (taken || ERR_GET_LIB(::ERR_peek_error()) == ERR_LIB_X509)
        throw TlsRefused(File::Key, path.string() + " is not the key of " + certificate.string() + " (" +
                                        opensslReason() + "); give the pair that belongs together");
    throw TlsRefused(File::Key, path.string() + " holds no private key that can be used (" + opensslReason() +
                                    "); a PEM file without a passphrase is expected");
}

int chooseProtocol(SSL*, const unsigned char** out, unsigned char* outSize, const unsigned char* offered,
                   unsigned offeredSize, void*)
{
    static constexpr std::string_view ours = "\x08http/1.1";
    unsigned char* chosen = nullptr;
    const int outcome =
        ::SSL_select_next_proto(&chosen, outSize, reinterpret_cast<const unsigned char*>(ours.data()),
                                static_cast<unsigned>(ours.size()), offered, offeredSize);
    *out = chosen;
    return outcome == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

void configure(SSL_CTX* context)
{
    ::SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    ::SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    // Answers are sent in parts, from buffers that move, and an idle connection is to keep none.
    ::SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                    SSL_MODE_RELEASE_BUFFERS);
    // Sessions are resumed by tickets: nothing is kept here.
    ::SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    ::SSL_CTX_set_alpn_select_cb(context, chooseProtocol, nullptr);
}

std::chrono::system_clock::time_point endOf(SSL_CTX* context)
{
    std::tm time{};
    const X509* certificate = ::SSL_CTX_get0_certificate(context);
    if (!certificate || ::ASN1_TIME_to_tm(::X509_get0_notAfter(certificate), &time) != 1) return {};
    return std::chrono::system_clock::from_time_t(::timegm(&time));
}

}  // namespace

void TlsContext::Free::operator()(ssl_ctx_st* context) const noexcept
{
    ::SSL_CTX_free(context);
}

TlsContext::TlsContext(const std::filesystem::path& certificate, const std::filesystem::path& key)
    : _context(::SSL_CTX_new(::TLS_server_method()))
{
    if (!_context) throw std::bad_alloc();
    ::ERR_clear_error();
    configure(_context.get());
    useCertificate(_context.get(), certificate);
    useKey(_context.get(), key, certificate);
    _notAfter = endOf(_context.get());
}

}  // namespace scaispeak::http
