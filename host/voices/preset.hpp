#pragma once

#include "core/backend.hpp"
#include "core/voice.hpp"

#include <string>

namespace scaispeak::voices {

/// `voc_` + 20 base32 characters of SHA-256("engine/voice"): the same on every host and for ever.
std::string presetVoiceId(const std::string& engine, const std::string& engineVoice);

/// A voice that an engine brings, as a global voice of the platform.
core::Voice presetVoice(const std::string& engine, const core::EngineVoice& voice, std::int64_t nowMicros);

}  // namespace scaispeak::voices
