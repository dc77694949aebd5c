#pragma once

#include <optional>
#include <string>

namespace scaispeak::config {

/// The line on which a second document begins in YAML text, from 1; nothing when there is one or none. Throws
/// YAML::Exception where the text up to there is no YAML. Unlike YAML::LoadAll it ends on every input: that
/// makes empty documents without end of some stray `}`.
std::optional<int> lineOfSecondDocument(const std::string& text);

}  // namespace scaispeak::config
