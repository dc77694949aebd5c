#include "api_key_authenticator.hpp"

#include "api_key_format.hpp"
#include "sha256.hpp"

namespace scaispeak::apikey {

namespace {

HostCredentials credentialsOf(const Host& host)
{
    if (auto credentials = HostCredentials::of(host)) return *credentials;
    throw Error(Status::Unsupported, "auth-apikey.no_lookup",
                "this host offers no scaispeak.host.credentials/1, without which no API key can be verified: "
                "use a newer "
                "host, or take auth-apikey out of the configuration");
}

}  // namespace

ApiKeyAuthenticator::ApiKeyAuthenticator(const Host& host, std::string_view)
    : _credentials(credentialsOf(host))
{}

AuthAnswer ApiKeyAuthenticator::authenticate(const Call& call, std::string_view credential)
{
    const KeyFormat format = formatOf(credential);
    if (format == KeyFormat::Other) return {AuthDecision::NotMine};
    if (format == KeyFormat::Malformed) return {AuthDecision::Deny};
    const Sha256 hash(credential);
    try {
        auto principal = _credentials.lookup(call, {hash.bytes().data(), hash.bytes().size()});
        if (!principal) return {AuthDecision::Deny};
        return {AuthDecision::Allow, std::move(*principal)};
    }
    catch (const Error&) {
        return {AuthDecision::Unavailable};
    }
}

}  // namespace scaispeak::apikey
