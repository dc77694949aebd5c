#pragma once

#include "core/backend.hpp"

#include <scaispeak/backend.h>

#include <string>

namespace scaispeak::pluginhost {

/// What an engine says of itself, checked and copied. Returns what is wrong with it; empty = nothing.
std::string readEngine(const scs_engine* theirs, core::EngineDescription& engine);

/// The same of a voice.
std::string readVoice(const scs_voice* theirs, core::EngineVoice& voice);

}  // namespace scaispeak::pluginhost
