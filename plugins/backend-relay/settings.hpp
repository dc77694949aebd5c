#pragma once

#include "format.hpp"

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace scaispeak::relay {

/// The configuration, as in config_schema.json.
struct Settings
{
    std::string url;  ///< Without /v1 and without a slash at its end.
    std::string apiKey;
    std::string model;
    std::map<std::string, std::string, std::less<>>
        voices;                                       ///< A name of ours, or a preset's id -> the relay's.
    std::vector<std::string> languages{"en"};         ///< Of the relay's voices, the primary one first.
    std::vector<Format> formats{Format::Pcm};         ///< In the order they are asked for.
    std::chrono::milliseconds connect{2'000};         ///< How long it may take.
    std::chrono::milliseconds firstAudio{10'000};     ///< The host's limit for the first sample of a call,
    std::chrono::milliseconds betweenChunks{10'000};  ///< and for each of the others.
    std::string certificates;                         ///< A file; empty: those of the machine.

    bool complete() const { return !url.empty() && !apiKey.empty() && !model.empty(); }
};

Settings readSettings(std::string_view config);

}  // namespace scaispeak::relay
