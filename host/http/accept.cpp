#include "http/accept.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>

namespace scaispeak::http {
namespace {

constexpr std::string_view blanks = " \t";

std::string_view trimmed(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string lowered(std::string_view text)
{
    std::string result(text);
    std::ranges::transform(result, result.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return result;
}

std::string_view nextPart(std::string_view& rest, char separator)
{
    const std::size_t end = rest.find(separator);
    const std::string_view part = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    return trimmed(part);
}

struct Range
{
    std::string type;
    double quality = 1;
};

Range rangeOf(std::string_view text)
{
    Range range;
    range.type = lowered(nextPart(text, ';'));
    while (!text.empty()) {
        const std::string parameter = lowered(nextPart(text, ';'));
        if (!parameter.starts_with("q=")) continue;
        double quality = 0;
        const auto [end, error] =
            std::from_chars(parameter.data() + 2, parameter.data() + parameter.size(), quality);
        range.quality = error == std::errc() && quality >= 0 && quality <= 1 ? quality : 0;
    }
    return range;
}

/// How closely a range names a type: 3 exactly, 2 "audio/*", 1 "*/*", 0 not at all.
int closeness(const std::string& range, std::string_view type)
{
    if (range == type) return 3;
    if (range == std::string(type.substr(0, type.find('/'))) + "/*") return 2;
    return range == "*/*" ? 1 : 0;
}

struct Standing
{
    int closeness = 0;
    double quality = 0;

    void consider(int close, double q)
    {
        if (close > closeness) *this = {close, q};
    }
};

}  // namespace

Wanted wanted(std::string_view accept, std::string_view mediaType)
{
    if (trimmed(accept).empty()) return Wanted::Json;
    const std::string audio = lowered(trimmed(mediaType.substr(0, mediaType.find(';'))));
    Standing json;
    Standing sound;
    bool otherAudio = false;
    while (!accept.empty()) {
        const Range range = rangeOf(nextPart(accept, ','));
        json.consider(closeness(range.type, "application/json"), range.quality);
        sound.consider(closeness(range.type, audio), range.quality);
        otherAudio = otherAudio || (range.type.starts_with("audio/") && range.quality > 0);
    }
    const bool namesAudio = sound.closeness >= 2 && sound.quality > 0;
    const bool namesJson = json.quality > 0;
    if (namesAudio && (!namesJson || sound.quality > json.quality ||
                       (sound.quality == json.quality && sound.closeness >= json.closeness)))
        return Wanted::Audio;
    if (otherAudio && !namesAudio && json.closeness < 2) return Wanted::Unacceptable;
    return namesJson ? Wanted::Json : Wanted::Unacceptable;
}

}  // namespace scaispeak::http
