#pragma once

#include "client.hpp"

#include <openssl/ssl.h>

#include <memory>
#include <string>

namespace http_server_test {

/// The same over TLS, whoever the server is. Throws when the handshake fails.
class TlsClient : public Client
{
public:
    explicit TlsClient(std::uint16_t port, int newest = 0);

    /// Of the certificate that the server showed.
    std::string serverName() const;
    /// "TLSv1.3"
    std::string version() const { return ::SSL_get_version(_ssl.get()); }
    /// Whether the server said goodbye before it closed; after readToEnd().
    bool goodbye() const { return (::SSL_get_shutdown(_ssl.get()) & SSL_RECEIVED_SHUTDOWN) != 0; }
    void sayGoodbye() { ::SSL_shutdown(_ssl.get()); }

protected:
    long transmit(const char* bytes, std::size_t size) override;
    long receive(char* bytes, std::size_t size) override;

private:
    template <auto function>
    struct Free
    {
        template <typename Pointer>
        void operator()(Pointer* pointer) const
        {
            function(pointer);
        }
    };

    std::unique_ptr<SSL_CTX, Free<::SSL_CTX_free>> _context;
    std::unique_ptr<SSL, Free<::SSL_free>> _ssl;
};

}  // namespace http_server_test
