#include "format.hpp"

#include <algorithm>
#include <charconv>
#include <string>

namespace scaispeak::relay {
namespace {

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Takes what stands before the next ';', and the ';'.
std::string_view nextPart(std::string_view& rest)
{
    const auto end = std::min(rest.find(';'), rest.size());
    const std::string_view part = trimmed(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return part;
}

bool readNumber(std::string_view text, std::uint32_t least, std::uint32_t most, std::uint32_t& number)
{
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    return fault == std::errc() && end == text.data() + text.size() && number >= least && number <= most;
}

bool readParameters(std::string_view rest, BodyType& type)
{
    while (!rest.empty()) {
        const std::string_view part = nextPart(rest);
        const auto equals = std::min(part.find('='), part.size());
        const std::string_view name = part.substr(0, equals);
        const std::string_view value = part.substr(std::min(equals + 1, part.size()));
        if (name == "rate" && !readNumber(value, 8'000, 192'000, type.sampleRate)) return false;
        if (name == "channels" && !readNumber(value, 1, 8, type.channels)) return false;
    }
    return true;
}

}  // namespace

std::string_view word(Format format) noexcept
{
    return format == Format::Pcm ? "pcm" : "mp3";
}

std::optional<BodyType> bodyTypeOf(std::string_view contentType, Format asked)
{
    std::string lower(contentType);
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    std::string_view rest = lower;
    const std::string_view name = nextPart(rest);
    BodyType type;
    if (name == "audio/mpeg" || name == "audio/mp3")
        type.format = Format::Mp3;
    else if (name == "application/octet-stream")
        type.format = asked;
    else if (name != "audio/pcm")
        return std::nullopt;
    if (type.format == Format::Pcm && !readParameters(rest, type)) return std::nullopt;
    return type;
}

}  // namespace scaispeak::relay
