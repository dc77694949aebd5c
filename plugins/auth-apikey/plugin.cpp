#include "api_key_authenticator.hpp"

#include <config_schema.h>

namespace {

constexpr scaispeak::PluginInfo apiKeys{SCAISPEAK_PLUGIN_ID,
                                        "API keys",
                                        SCAISPEAK_PLUGIN_VERSION,
                                        "ScaiSpeak",
                                        "Apache-2.0",
                                        SCAISPEAK_CONFIG_SCHEMA,
                                        scaispeak::Threading::Concurrent};

}  // namespace

SCAISPEAK_PLUGIN(scaispeak::apikey::ApiKeyAuthenticator, apiKeys)
