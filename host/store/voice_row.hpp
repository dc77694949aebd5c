#pragma once

#include "core/voice.hpp"
#include "store/value.hpp"

#include <string>
#include <vector>

namespace scaispeak::store {

/// How a voice lies in its row.
namespace voice_row {

/// The columns that voiceOf reads, in its order, as a list for SELECT.
const std::string& columns();

core::Voice voiceOf(const Row& row);

/// All columns of a new row, those that are only searched and sorted by included, as a list for INSERT...
const std::string& insertColumns();

/// ...with their values.
std::vector<Value> insertValues(const core::Voice& voice);

}  // namespace voice_row

/// The tags of a voice as a column that LIKE can look into: ",en,en-us,", in lower case, with '-' for '_'.
std::string languageTags(const std::string& primary, const std::vector<std::string>& supported);

/// The tag as it stands in such a column; empty for what cannot be a language tag.
std::string languageTag(const std::string& tag);

}  // namespace scaispeak::store
