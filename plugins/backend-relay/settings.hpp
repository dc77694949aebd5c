#pragma once

#include <map>
#include <string>
#include <string_view>

namespace scaispeak::relay {

/// The configuration, as in config_schema.json.
struct Settings
{
    std::string url;  ///< Without /v1 and without a slash at its end.
    std::string apiKey;
    std::string model;
    std::map<std::string, std::string, std::less<>> voices;  ///< A name of ours -> the relay's.

    bool complete() const { return !url.empty() && !apiKey.empty() && !model.empty(); }
};

Settings readSettings(std::string_view config);

/// Whether a key of `voices` is the id of somebody else's voice, rather than a name for one of the relay's.
bool isVoiceId(std::string_view key) noexcept;

}  // namespace scaispeak::relay
