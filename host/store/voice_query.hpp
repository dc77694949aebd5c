#pragma once

#include "core/voice_repository.hpp"
#include "store/cursor.hpp"
#include "store/sql_text.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace scaispeak::store {

/// The place of a voice in the order of a list: scope (own, tenant, global), readiness, folded name, id.
struct VoicePlace
{
    std::int64_t scopeRank = 0;
    std::int64_t statusRank = 0;
    std::string sortKey;
    std::string voiceId;
};

/// `WHERE` what may be seen.
void appendVisible(SqlText& query, const core::VoiceVisibility& visibility);

/// The page of a list behind `after`, in order: the columns of voice_row, then scope rank, status rank and
/// sort key. Throws Failure(ValidationError) for a filter that cannot be.
SqlText listQuery(const core::VoiceVisibility& visibility, const core::VoiceFilter& filter,
                  const std::optional<VoicePlace>& after, std::size_t limit);

/// What makes one list differ from another for its cursors. Engines are left out: they may come and go
/// between pages.
ListIdentity voiceListIdentity(const core::VoiceVisibility& visibility, const core::VoiceFilter& filter);

}  // namespace scaispeak::store
