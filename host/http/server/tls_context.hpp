#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

struct ssl_ctx_st;

namespace scaispeak::http {

/// What is wrong with the files of a TLS listener. `file`: which of the two.
class TlsRefused : public std::runtime_error
{
public:
    enum class File
    {
        Certificate,
        Key
    };
    TlsRefused(File file, const std::string& reason) : std::runtime_error(reason), _file(file) {}
    File file() const noexcept { return _file; }

private:
    File _file;
};

/// A certificate with its key, and how TLS is spoken with them: 1.2 or 1.3, HTTP/1.1. Connections keep the
/// one they began with. Never changed, so for any thread.
class TlsContext
{
public:
    /// PEM files: the certificate with those between it and the root behind it, and its key without a
    /// passphrase. Throws TlsRefused with cause and remedy.
    TlsContext(const std::filesystem::path& certificate, const std::filesystem::path& key);

    ssl_ctx_st* raw() const noexcept { return _context.get(); }

    /// When the certificate ends.
    std::chrono::system_clock::time_point notAfter() const noexcept { return _notAfter; }

private:
    struct Free
    {
        void operator()(ssl_ctx_st* context) const noexcept;
    };

    std::unique_ptr<ssl_ctx_st, Free> _context;
    std::chrono::system_clock::time_point _notAfter;
};

}  // namespace scaispeak::http
