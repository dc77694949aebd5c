#include "scaiinfer_backend.hpp"

#include <config_schema.h>

namespace {

constexpr scaispeak::PluginInfo scaiInfer{
    SCAISPEAK_PLUGIN_ID, "ScaiInfer nodes",       SCAISPEAK_PLUGIN_VERSION,        "ScaiSpeak",
    "Apache-2.0",        SCAISPEAK_CONFIG_SCHEMA, scaispeak::Threading::Concurrent};

}  // namespace

SCAISPEAK_PLUGIN(scaispeak::scaiinfer::ScaiInferBackend, scaiInfer)
