#include "espeak_backend.hpp"

#include <config_schema.h>

namespace {

constexpr scaispeak::PluginInfo espeakNg{SCAISPEAK_PLUGIN_ID,
                                         "espeak-ng",
                                         SCAISPEAK_PLUGIN_VERSION,
                                         "ScaiSpeak",
                                         "GPL-3.0-or-later",
                                         SCAISPEAK_CONFIG_SCHEMA,
                                         scaispeak::Threading::Plugin,
                                         scaispeak::Isolation::PreferWorker,
                                         "espeak-ng"};

}  // namespace

SCAISPEAK_PLUGIN(scaispeak::espeak::EspeakBackend, espeakNg)
