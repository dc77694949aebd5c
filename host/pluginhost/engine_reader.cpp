#include "pluginhost/engine_reader.hpp"

#include "pluginhost/loader/abi_struct.hpp"
#include "pluginhost/loader/text.hpp"

#include <algorithm>

namespace scaispeak::pluginhost {

namespace {

constexpr std::uint64_t languageLimit = 512;
constexpr std::uint64_t rateLimit = 64;
constexpr std::uint64_t tagLimit = 64;

bool isLanguage(std::string_view text)
{
    return text.size() <= 35 && isWord(text) && text.find_first_of("_.") == std::string_view::npos;
}

bool readLine(scs_str text, std::uint64_t limit, std::string& out)
{
    const auto view = readPlainText(text, limit);
    if (view) out = *view;
    return view.has_value();
}

bool readLanguages(const scs_str* list, std::uint64_t count, std::vector<std::string>& out)
{
    if (count > languageLimit || (count > 0 && list == nullptr)) return false;
    out.resize(count);
    for (std::uint64_t index = 0; index < count; ++index)
        if (!readLine(list[index], 64, out[index]) || !isLanguage(out[index])) return false;
    return true;
}

bool readRates(const scs_engine& engine, std::vector<std::uint32_t>& out)
{
    if (engine.sample_rate_count > rateLimit ||
        (engine.sample_rate_count > 0 && engine.sample_rates == nullptr))
        return false;
    out.assign(engine.sample_rates, engine.sample_rates + engine.sample_rate_count);
    return std::all_of(out.begin(), out.end(),
                       [](std::uint32_t rate) { return rate >= 8'000 && rate <= 192'000; });
}

void readFeatures(const scs_engine& engine, core::EngineDescription& out)
{
    const auto has = [&engine](std::uint32_t feature) { return (engine.features & feature) != 0; };
    out.preset = has(SCS_ENGINE_PRESET);
    out.clone = has(SCS_ENGINE_CLONE_FULL)          ? core::CloneFeature::Full
                : has(SCS_ENGINE_CLONE_APPROXIMATE) ? core::CloneFeature::Approximate
                                                    : core::CloneFeature::None;
    out.design = has(SCS_ENGINE_DESIGN);
    out.wordMarks = has(SCS_ENGINE_WORD_MARKS);
    out.ssml = has(SCS_ENGINE_SSML);
    out.deterministic = has(SCS_ENGINE_DETERMINISTIC);
    out.maxChars = engine.max_chars;
    out.maxConcurrency = std::max(engine.max_concurrency, 1U);
}

const char* genderWord(std::int32_t gender)
{
    switch (gender) {
        case SCS_GENDER_FEMALE:
            return "female";
        case SCS_GENDER_MALE:
            return "male";
        case SCS_GENDER_NEUTRAL:
            return "neutral";
        default:
            return "unspecified";
    }
}

bool readTags(const scs_voice& voice, std::vector<std::string>& out)
{
    if (voice.style_tag_count > tagLimit || (voice.style_tag_count > 0 && voice.style_tags == nullptr))
        return false;
    out.resize(voice.style_tag_count);
    for (std::uint64_t index = 0; index < voice.style_tag_count; ++index)
        if (!readLine(voice.style_tags[index], 64, out[index])) return false;
    return true;
}

}  // namespace

std::string readEngine(const scs_engine* theirs, core::EngineDescription& engine)
{
    scs_engine copy;
    if (copyStruct(theirs, SCAISPEAK_ABI_MINIMUM(scs_engine, max_concurrency), copy) != StructCopy::Ok)
        return "the engine is NULL or of a wrong struct_size";
    if (!readLine(copy.name, 64, engine.name) || engine.name.empty() ||
        engine.name.find('/') != std::string::npos)
        return "the engine has no name of at most 64 bytes without '/'";
    if (!readLine(copy.version, 64, engine.version))
        return "the engine's version is no text of at most 64 bytes";
    if (!readLanguages(copy.languages, copy.language_count, engine.languages))
        return "the engine's languages are not BCP 47 tags in lower case";
    if (!readRates(copy, engine.sampleRates))
        return "a sample rate of the engine is outside 8000 to 192000 Hz";
    readFeatures(copy, engine);
    return "";
}

std::string readVoice(const scs_voice* theirs, core::EngineVoice& voice)
{
    scs_voice copy;
    if (copyStruct(theirs, SCAISPEAK_ABI_MINIMUM(scs_voice, style_tag_count), copy) != StructCopy::Ok)
        return "a voice is NULL or of a wrong struct_size";
    if (!readLine(copy.name, 128, voice.name) || voice.name.empty())
        return "a voice has no name of at most 128 bytes";
    if (!readLine(copy.display_name, 256, voice.displayName) ||
        !readLine(copy.description, 2'048, voice.description) || !readLine(copy.age, 64, voice.ageHint) ||
        !readTags(copy, voice.styleTags))
        return "the voice " + voice.name + " has a text that is too long or not readable";
    if (!readLine(copy.language, 64, voice.languagePrimary) || !isLanguage(voice.languagePrimary) ||
        !readLanguages(copy.languages, copy.language_count, voice.languages))
        return "the voice " + voice.name + " has no language that is a BCP 47 tag in lower case";
    if (voice.displayName.empty()) voice.displayName = voice.name;
    if (voice.languages.empty()) voice.languages = {voice.languagePrimary};
    voice.gender = genderWord(copy.gender);
    return "";
}

}  // namespace scaispeak::pluginhost
