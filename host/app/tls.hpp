#pragma once

#include "config/configuration.hpp"
#include "core/logger.hpp"
#include "http/server/tls_context.hpp"

#include <memory>

namespace scaispeak::app {

/// The certificate of listen.tls, read now; null where there is none. Throws ConfigurationError when the
/// files cannot be used.
std::shared_ptr<const http::TlsContext> loadTls(const config::Configuration& configuration);

/// Says until when it holds; as a warning when that is less than two weeks.
void logCertificate(const http::TlsContext& tls, const config::Configuration& configuration,
                    core::Logger& logger);

}  // namespace scaispeak::app
