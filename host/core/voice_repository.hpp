#pragma once

#include "core/voice.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace scaispeak::core {

/// What may be seen: own user voices, own tenant's voices, global voices, and presets of the engines named or
/// mapped.
struct VoiceVisibility
{
    std::string tenantId;
    std::string userId;
    std::set<std::string> engines;      ///< Names of engines that configured slots carry.
    std::set<std::string> mapped = {};  ///< Ids of presets that a slot with another engine speaks.
};

struct VoiceFilter
{
    std::string language;  ///< Primary or supported; empty = any.
    std::optional<VoiceScope> scope;
    std::string gender;
    std::optional<EmbeddingStatus> embeddingStatus;
    std::string query;  ///< Over name, description and tags, case folded.
};

struct VoicePage
{
    std::vector<Voice> items;
    std::string nextCursor;  ///< Empty on the last page.
};

/// Voices as they are kept. Thread safe. Throws Failure(StorageUnavailable) when the database does not
/// answer.
class VoiceRepository
{
public:
    virtual ~VoiceRepository() = default;
    virtual std::optional<Voice> find(const VoiceVisibility& visibility, const std::string& voiceId) = 0;

    /// Ordered own, tenant, global; ready first; folded name; id. The cursor is opaque and comes from an
    /// earlier page; one that does not parse throws Failure(ValidationError) with field `cursor`.
    virtual VoicePage list(const VoiceVisibility& visibility, const VoiceFilter& filter, std::size_t limit,
                           const std::string& cursor) = 0;

    /// Inserts presets not seen before and refreshes what their engine says of the others; removes none.
    virtual void upsertPresets(const std::vector<Voice>& presets) = 0;
};

}  // namespace scaispeak::core
