#include "ctl/default_voice.hpp"

#include "ctl/json_fields.hpp"

namespace scaispeak::ctl {
namespace {

/// The lower, the better.
int rank(const std::string& primary, const std::string& language)
{
    int place = 0;
    if (language == "en") {
        if (primary == "en-us") return place;
        if (primary == "en-gb") return place + 1;
        place += 2;
    }
    else if (primary == language)
        return place;
    const bool variety = primary == language || primary.starts_with(language + "-");
    return variety ? place + 1 : place + 2;
}

}  // namespace

std::optional<std::string> defaultVoice(const std::vector<boost::json::object>& voices,
                                        const std::string& language)
{
    const boost::json::object* best = nullptr;
    int bestRank = 0;
    for (const boost::json::object& voice : voices) {
        if (textOf(voice, "embedding_status") != "ready") continue;
        const int place = rank(textOf(voice, "language_primary"), language);
        if (best && place >= bestRank) continue;
        best = &voice;
        bestRank = place;
    }
    if (!best) return std::nullopt;
    return textOf(*best, "voice_id");
}

}  // namespace scaispeak::ctl
