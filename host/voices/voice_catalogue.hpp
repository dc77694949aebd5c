#pragma once

#include "core/backend.hpp"
#include "core/logger.hpp"
#include "core/principal.hpp"
#include "core/voice_repository.hpp"

#include <memory>
#include <set>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace scaispeak::voices {

/// The voices that a caller may see, and the presets that engines bring. Presets of engines that are there
/// are the same for every caller and for as long as the host runs, so they are answered from memory. Thread
/// safe.
class VoiceCatalogue
{
public:
    VoiceCatalogue(core::VoiceRepository& voices, core::Logger& logger);

    /// A configured slot carries this engine from now on: its presets are listed, stored or yet to come.
    void carry(const std::string& engine);

    /// A configured slot speaks these presets of other engines from now on: they are listed once they are
    /// stored.
    void carryMapped(const std::set<std::string>& voiceIds);

    /// What slots still carry: all other presets are not listed or found any more.
    void carryOnly(std::set<std::string> engines, std::set<std::string> mapped);

    /// Stores the presets of one engine; those stored before stay, also when the engine does not answer now.
    void registerPresets(const std::string& engine, const std::vector<core::EngineVoice>& voices);

    /// Throws Failure(VoiceNotFound) when it is absent or not visible.
    core::Voice get(const core::Principal& caller, const std::string& voiceId);
    core::VoicePage list(const core::Principal& caller, const core::VoiceFilter& filter, std::size_t limit,
                         const std::string& cursor);

private:
    void remember(const std::vector<core::Voice>& presets);
    core::VoiceVisibility visibilityOf(const core::Principal& caller) const;

    core::VoiceRepository& _voices;
    core::Logger& _logger;
    mutable std::shared_mutex _mutex;
    std::set<std::string> _engines;
    std::set<std::string> _mapped;
    std::unordered_map<std::string, core::Voice> _presets;
};

}  // namespace scaispeak::voices
