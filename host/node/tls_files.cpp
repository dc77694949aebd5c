#include "node/tls_files.hpp"

#include "config/fault.hpp"
#include "config/text_file.hpp"
#include "http/server/tls_context.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include <cstddef>
#include <memory>

namespace scaispeak::node {
namespace {

constexpr std::size_t largestFile = 1U << 20U;

/// How many certificates a text has; 0 as well when one of them cannot be read.
std::size_t certificatesIn(const std::string& text)
{
    const std::unique_ptr<BIO, decltype(&::BIO_free)> source(
        ::BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), &::BIO_free);
    std::size_t count = 0;
    while (X509* certificate = ::PEM_read_bio_X509(source.get(), nullptr, nullptr, nullptr)) {
        ::X509_free(certificate);
        ++count;
    }
    const bool ended = ERR_GET_REASON(::ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    ::ERR_clear_error();
    return ended ? count : 0;
}

class Reading
{
public:
    explicit Reading(const config::Configuration& configuration) : _configuration(configuration) {}

    std::optional<TlsFiles> files()
    {
        const auto& tls = _configuration.listen.tls;
        const auto& authority = _configuration.node.clientCa;
        if (!tls && !authority.empty())
            refuse(
                "node.client_ca",
                "needs listen.tls: without it everybody is served, and nobody asked for a certificate; set "
                "listen.tls.certificate and listen.tls.key, or drop node.client_ca");
        TlsFiles files;
        if (tls) checkPair(*tls);
        if (tls && _faults.empty()) {
            files.certificate = read("listen.tls.certificate", tls->certificate);
            files.key = read("listen.tls.key", tls->key);
        }
        if (tls && !authority.empty()) files.clientCa = readAuthority(authority);
        _faults.raise();
        return tls ? std::optional(std::move(files)) : std::nullopt;
    }

private:
    void refuse(const std::string& key, const std::string& reason)
    {
        _faults.add(_configuration.placeOf(key), key, reason);
    }

    void checkPair(const config::Tls& tls)
    {
        try {
            const http::TlsContext pair(tls.certificate, tls.key);
        }
        catch (const http::TlsRefused& refused) {
            const bool key = refused.file() == http::TlsRefused::File::Key;
            refuse(key ? "listen.tls.key" : "listen.tls.certificate", refused.what());
        }
    }

    std::string read(const std::string& key, const std::filesystem::path& file)
    {
        config::TextFile read = config::readTextFile(file, largestFile);
        if (!read.error.empty()) refuse(key, file.string() + " cannot be read: " + read.error);
        return std::move(read.text);
    }

    std::string readAuthority(const std::filesystem::path& file)
    {
        const std::string key = "node.client_ca";
        config::TextFile read = config::readTextFile(file, largestFile);
        if (!read.error.empty())
            refuse(key, file.string() + " cannot be read: " + read.error);
        else if (certificatesIn(read.text) == 0)
            refuse(key, file.string() +
                            " holds no certificate that can be used; a PEM file with the "
                            "certificate of the hosts' authority is expected");
        return std::move(read.text);
    }

    const config::Configuration& _configuration;
    config::Faults _faults;
};

}  // namespace

std::optional<TlsFiles> readTls(const config::Configuration& configuration)
{
    return Reading(configuration).files();
}

}  // namespace scaispeak::node
