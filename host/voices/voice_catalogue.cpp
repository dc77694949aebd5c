#include "voices/voice_catalogue.hpp"

#include "core/failure.hpp"
#include "core/identifiers.hpp"
#include "voices/preset.hpp"

#include <mutex>
#include <utility>

namespace scaispeak::voices {

VoiceCatalogue::VoiceCatalogue(core::VoiceRepository& voices, core::Logger& logger)
    : _voices(voices), _logger(logger)
{}

void VoiceCatalogue::carry(const std::string& engine)
{
    const std::lock_guard lock(_mutex);
    _engines.insert(engine);
}

void VoiceCatalogue::carryMapped(const std::set<std::string>& voiceIds)
{
    const std::lock_guard lock(_mutex);
    _mapped.insert(voiceIds.begin(), voiceIds.end());
}

void VoiceCatalogue::carryOnly(std::set<std::string> engines, std::set<std::string> mapped)
{
    const std::lock_guard lock(_mutex);
    _engines = std::move(engines);
    _mapped = std::move(mapped);
    std::erase_if(_presets, [&](const auto& preset) { return !_engines.contains(preset.second.engine); });
}

void VoiceCatalogue::registerPresets(const std::string& engine, const std::vector<core::EngineVoice>& voices)
{
    const std::int64_t now = core::nowMicros();
    std::vector<core::Voice> presets;
    presets.reserve(voices.size());
    for (const core::EngineVoice& voice : voices)
        presets.push_back(presetVoice(engine, voice, now));
    _voices.upsertPresets(presets);
    remember(presets);
    _logger.info("presets_registered", {{"engine", std::string_view(engine)},
                                        {"voices", static_cast<std::int64_t>(presets.size())}});
}

/// As they are stored: an older host may have stored them first.
void VoiceCatalogue::remember(const std::vector<core::Voice>& presets)
{
    for (const core::Voice& preset : presets) {
        auto stored = _voices.find({"", "", {preset.engine}, {}}, preset.voiceId);
        if (!stored) continue;
        const std::lock_guard lock(_mutex);
        _presets.insert_or_assign(preset.voiceId, std::move(*stored));
    }
}

core::Voice VoiceCatalogue::get(const core::Principal& caller, const std::string& voiceId)
{
    {
        const std::shared_lock lock(_mutex);
        if (const auto preset = _presets.find(voiceId); preset != _presets.end()) return preset->second;
    }
    if (auto voice = _voices.find(visibilityOf(caller), voiceId)) return std::move(*voice);
    throw core::Failure(core::ErrorCode::VoiceNotFound,
                        "there is no such voice; list the voices to see which there are");
}

core::VoicePage VoiceCatalogue::list(const core::Principal& caller, const core::VoiceFilter& filter,
                                     std::size_t limit, const std::string& cursor)
{
    return _voices.list(visibilityOf(caller), filter, limit, cursor);
}

core::VoiceVisibility VoiceCatalogue::visibilityOf(const core::Principal& caller) const
{
    const std::shared_lock lock(_mutex);
    return {caller.identity.tenantId, caller.identity.userId, _engines, _mapped};
}

}  // namespace scaispeak::voices
