#include "app/tls.hpp"

#include "config/fault.hpp"

#include <chrono>

namespace scaispeak::app {
namespace {

constexpr int soon = 14;

}  // namespace

std::shared_ptr<const http::TlsContext> loadTls(const config::Configuration& configuration)
{
    const auto& tls = configuration.listen.tls;
    if (!tls) return nullptr;
    try {
        return std::make_shared<http::TlsContext>(tls->certificate, tls->key);
    }
    catch (const http::TlsRefused& refused) {
        const bool key = refused.file() == http::TlsRefused::File::Key;
        const std::string path = key ? "listen.tls.key" : "listen.tls.certificate";
        throw config::ConfigurationError({{configuration.placeOf(path), path, refused.what()}});
    }
}

void logCertificate(const http::TlsContext& tls, const config::Configuration& configuration,
                    core::Logger& logger)
{
    const auto left =
        std::chrono::floor<std::chrono::days>(tls.notAfter() - std::chrono::system_clock::now());
    const std::int64_t days = left.count();
    const std::string file = configuration.listen.tls->certificate.string();
    if (days < soon)
        logger.warning("tls_certificate_ends",
                       {{"certificate", std::string_view(file)},
                        {"days_left", days},
                        {"remedy", std::string_view("put the next one in its place and send SIGHUP")}});
    else
        logger.info("tls_certificate", {{"certificate", std::string_view(file)}, {"days_left", days}});
}

}  // namespace scaispeak::app
