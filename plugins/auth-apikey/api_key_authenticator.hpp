#pragma once

#include <scaispeak/plugin.hpp>

namespace scaispeak::apikey {

/// Knows API keys by their SHA-256, which the host looks up. Keeps no key and no state. Thread safe.
class ApiKeyAuthenticator : public Authenticator
{
public:
    /// Throws Error (Unsupported) when the host offers no lookup.
    ApiKeyAuthenticator(const Host& host, std::string_view config);

    AuthAnswer authenticate(const Call& call, std::string_view credential) override;

private:
    HostCredentials _credentials;
};

}  // namespace scaispeak::apikey
