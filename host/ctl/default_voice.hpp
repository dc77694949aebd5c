#pragma once

#include <boost/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace scaispeak::ctl {

/// The id of the voice to speak with when none is named, out of those the API lists for a language. Among
/// those that are ready: for `en` one whose primary language is en-us, else en-gb; for another language
/// exactly that one; then the first whose primary language is a variety of it, then the first that supports
/// it. Nothing when none is ready.
std::optional<std::string> defaultVoice(const std::vector<boost::json::object>& voices,
                                        const std::string& language);

}  // namespace scaispeak::ctl
