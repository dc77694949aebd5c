#include "voice_list.hpp"

#include <algorithm>

namespace scaispeak::espeak {

namespace {

std::string lowerCase(std::string text)
{
    for (char& letter : text)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    return text;
}

/// A list of (one byte of priority, zero-terminated tag), ended by a zero byte.
std::vector<std::string> readLanguages(const char* list)
{
    std::vector<std::string> languages;
    while (list != nullptr && *list != '\0') {
        const std::string_view tag(list + 1);
        languages.push_back(lowerCase(std::string(tag)));
        list = tag.data() + tag.size() + 1;
    }
    return languages;
}

Gender readGender(unsigned char gender)
{
    return gender == 1 ? Gender::Male : gender == 2 ? Gender::Female : Gender::Unspecified;
}

Voice readVoice(const espeak_VOICE& raw)
{
    Voice voice;
    voice.name = raw.identifier;
    voice.displayName = raw.name;
    voice.displayName.erase(voice.displayName.find_last_not_of(' ') + 1);
    voice.languages = readLanguages(raw.languages);
    if (!voice.languages.empty()) voice.language = voice.languages.front();
    voice.gender = readGender(raw.gender);
    if (raw.age != 0) voice.age = std::to_string(raw.age);
    return voice;
}

bool byName(const Voice& left, const Voice& right)
{
    return left.name < right.name;
}

}  // namespace

VoiceList::VoiceList(Library& library)
{
    for (const espeak_VOICE** raw = espeak_ListVoices(nullptr); *raw != nullptr; ++raw)
        if (!std::string_view((*raw)->identifier).starts_with("mb/")) _voices.push_back(readVoice(**raw));
    std::erase_if(_voices,
                  [&](const Voice& voice) { return voice.language.empty() || !library.select(voice.name); });
    library.settle();
    std::sort(_voices.begin(), _voices.end(), byName);
    for (const Voice& voice : _voices)
        _languages.insert(_languages.end(), voice.languages.begin(), voice.languages.end());
    std::sort(_languages.begin(), _languages.end());
    _languages.erase(std::unique(_languages.begin(), _languages.end()), _languages.end());
}

bool VoiceList::contains(std::string_view name) const noexcept
{
    const auto found =
        std::lower_bound(_voices.begin(), _voices.end(), name,
                         [](const Voice& voice, std::string_view wanted) { return voice.name < wanted; });
    return found != _voices.end() && found->name == name;
}

}  // namespace scaispeak::espeak
