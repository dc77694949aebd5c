#pragma once

#include "core/voice_repository.hpp"

#include <memory>

namespace scaispeak::store {

class Database;

/// Voices in the database, which outlives it. Thread safe. A language asked for matches its tag and what is
/// more special: `en` finds en and en-us, `en-us` does not find en. Names are folded and sorted as
/// folded_text.hpp says. At most 200 voices a page.
class VoiceStore : public core::VoiceRepository
{
public:
    explicit VoiceStore(Database& database) : _database(database) {}

    std::optional<core::Voice> find(const core::VoiceVisibility& visibility,
                                    const std::string& voiceId) override;
    core::VoicePage list(const core::VoiceVisibility& visibility, const core::VoiceFilter& filter,
                         std::size_t limit, const std::string& cursor) override;

    /// All or none. A preset whose engine says something new gets the next revision; one unchanged is left
    /// alone. Throws std::invalid_argument for a voice that is no global preset.
    void upsertPresets(const std::vector<core::Voice>& presets) override;

private:
    Database& _database;
};

}  // namespace scaispeak::store
