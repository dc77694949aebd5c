#include "voices/preset.hpp"

#include "core/identifiers.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>

namespace scaispeak::voices {
namespace {

constexpr std::size_t idCharacters = 20;

}  // namespace

std::string presetVoiceId(const std::string& engine, const std::string& engineVoice)
{
    const std::string name = engine + "/" + engineVoice;
    std::array<std::uint8_t, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(name.data()), name.size());
    return "voc_" + core::base32(hash).substr(0, idCharacters);
}

core::Voice presetVoice(const std::string& engine, const core::EngineVoice& voice, std::int64_t nowMicros)
{
    core::Voice preset;
    preset.voiceId = presetVoiceId(engine, voice.name);
    preset.displayName = voice.displayName.empty() ? voice.name : voice.displayName;
    preset.description = voice.description;
    preset.styleTags = voice.styleTags;
    preset.scope = core::VoiceScope::Global;
    preset.kind = core::VoiceKind::Preset;
    preset.languagePrimary = voice.languagePrimary;
    preset.languageSupported = voice.languages;
    if (std::ranges::find(preset.languageSupported, preset.languagePrimary) == preset.languageSupported.end())
        preset.languageSupported.insert(preset.languageSupported.begin(), preset.languagePrimary);
    preset.genderHint = voice.gender.empty() ? "unspecified" : voice.gender;
    preset.ageHint = voice.ageHint;
    preset.engine = engine;
    preset.engineVoice = voice.name;
    preset.createdAt = nowMicros;
    preset.updatedAt = nowMicros;
    return preset;
}

}  // namespace scaispeak::voices
