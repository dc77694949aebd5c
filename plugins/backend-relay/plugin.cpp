#include "relay_backend.hpp"

#include <config_schema.h>

namespace {

constexpr scaispeak::PluginInfo relay{SCAISPEAK_PLUGIN_ID,
                                      "Relay",
                                      SCAISPEAK_PLUGIN_VERSION,
                                      "ScaiSpeak",
                                      "Apache-2.0",
                                      SCAISPEAK_CONFIG_SCHEMA,
                                      scaispeak::Threading::Concurrent};

}  // namespace

SCAISPEAK_PLUGIN(scaispeak::relay::RelayBackend, relay)
