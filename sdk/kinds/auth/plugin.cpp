// Says who is calling. Until you fill verify() it lets nobody in: credentials of its kind are denied, all
// others are left to the next plugin of the chain.
#include <scaispeak/plugin.hpp>

#include <config_schema.h>

namespace {

constexpr std::string_view prefix = "example_";

class Example : public scaispeak::Authenticator
{
public:
    // The configuration is JSON text that fits config_schema.json: read it with the JSON library you like.
    Example(const scaispeak::Host&, std::string_view) {}

    scaispeak::AuthAnswer authenticate(const scaispeak::Call& call, std::string_view credential) override
    {
        if (credential.substr(0, prefix.size()) != prefix) return {scaispeak::AuthDecision::NotMine};
        if (auto principal = verify(call, credential))
            return {scaispeak::AuthDecision::Allow, std::move(*principal)};
        return {scaispeak::AuthDecision::Deny};
    }

private:
    // Who the credential belongs to, with a tenant and a user; nothing when it is bad, expired or revoked.
    // Throw Error(Status::Unavailable) when it cannot be verified just now: nothing that is thrown lets
    // anybody in.
    static std::optional<scaispeak::Principal> verify(const scaispeak::Call&, std::string_view)
    {
        return std::nullopt;
    }
};

constexpr scaispeak::PluginInfo info{SCAISPEAK_PLUGIN_ID,
                                     "Example",
                                     SCAISPEAK_PLUGIN_VERSION,
                                     "Your name",
                                     "Apache-2.0",
                                     SCAISPEAK_CONFIG_SCHEMA,
                                     scaispeak::Threading::Concurrent};

}  // namespace

SCAISPEAK_PLUGIN(Example, info)
