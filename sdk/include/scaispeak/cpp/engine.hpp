#pragma once

#include "../backend.h"
#include "guard.hpp"

namespace scaispeak {

/// What an engine is: see scs_engine.
struct Engine
{
    std::string name;
    std::string version;
    std::uint32_t features = 0;  ///< SCS_ENGINE_...
    std::vector<std::string> languages;
    std::vector<std::uint32_t> sampleRates;  ///< Hz, the native one first.
    std::uint32_t maxChars = 0;
    std::uint32_t maxConcurrency = 1;
};

enum class Gender : std::int32_t
{
    Unspecified = SCS_GENDER_UNSPECIFIED,
    Female = SCS_GENDER_FEMALE,
    Male = SCS_GENDER_MALE,
    Neutral = SCS_GENDER_NEUTRAL,
};

/// A voice the engine brings: see scs_voice.
struct Voice
{
    std::string name;
    std::string displayName;
    std::string description;
    std::string language;
    std::vector<std::string> languages;
    Gender gender = Gender::Unspecified;
    std::string age;
    std::vector<std::string> styleTags;
};

template <>
struct Wire<Engine>
{
    using type = scs_engine;
    template <class Use>
    static scs_status with(const Engine& engine, Use&& use)
    {
        const std::vector<scs_str> languages = strings(engine.languages);
        auto wire = newStruct<scs_engine>();
        wire.features = engine.features;
        wire.name = str(engine.name);
        wire.version = str(engine.version);
        wire.languages = languages.data();
        wire.language_count = languages.size();
        wire.sample_rates = engine.sampleRates.data();
        wire.sample_rate_count = engine.sampleRates.size();
        wire.max_chars = engine.maxChars;
        wire.max_concurrency = engine.maxConcurrency;
        return use(wire);
    }
};

template <>
struct Wire<Voice>
{
    using type = scs_voice;
    template <class Use>
    static scs_status with(const Voice& voice, Use&& use)
    {
        const std::vector<scs_str> languages = strings(voice.languages);
        const std::vector<scs_str> styleTags = strings(voice.styleTags);
        auto wire = newStruct<scs_voice>();
        wire.gender = static_cast<std::int32_t>(voice.gender);
        wire.name = str(voice.name);
        wire.display_name = str(voice.displayName);
        wire.description = str(voice.description);
        wire.language = str(voice.language);
        wire.languages = languages.data();
        wire.language_count = languages.size();
        wire.age = str(voice.age);
        wire.style_tags = styleTags.data();
        wire.style_tag_count = styleTags.size();
        return use(wire);
    }
};

}  // namespace scaispeak
