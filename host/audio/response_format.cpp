#include "audio/response_format.hpp"

#include <algorithm>
#include <array>

namespace scaispeak::audio {

namespace {

using core::ResponseFormat;

struct FormatRow
{
    ResponseFormat format;
    std::string_view word;
    std::string_view extension;
    std::string_view mediaType;
    bool rateInMediaType;
};

// In the order of the enumeration. "ul" and "al" are what sox and ffmpeg take for raw G.711.
constexpr std::array<FormatRow, 7> formats{{
    {ResponseFormat::Mp3, "mp3", "mp3", "audio/mpeg", false},
    {ResponseFormat::Opus, "opus", "opus", "audio/ogg", false},
    {ResponseFormat::Wav, "wav", "wav", "audio/wav", false},
    {ResponseFormat::Flac, "flac", "flac", "audio/flac", false},
    {ResponseFormat::Pcm, "pcm", "pcm", "audio/pcm", true},
    {ResponseFormat::Mulaw, "mulaw", "ul", "audio/PCMU", true},
    {ResponseFormat::Alaw, "alaw", "al", "audio/PCMA", true},
}};

constexpr std::array<std::uint32_t, 6> sampleRates{8000, 16000, 22050, 24000, 44100, 48000};
constexpr std::uint32_t telephoneRate = 8000;

const FormatRow& row(ResponseFormat format) noexcept
{
    return formats[static_cast<std::size_t>(format)];
}

}  // namespace

std::optional<ResponseFormat> responseFormat(std::string_view word) noexcept
{
    const auto* found = std::ranges::find(formats, word, &FormatRow::word);
    if (found == formats.end()) return std::nullopt;
    return found->format;
}

std::string_view word(ResponseFormat format) noexcept
{
    return row(format).word;
}

std::string mediaType(ResponseFormat format, std::uint32_t sampleRate)
{
    // RFC 2046: audio/basic is mono mu-law at 8 kHz and nothing else.
    if (format == ResponseFormat::Mulaw && sampleRate == telephoneRate) return "audio/basic";
    std::string type(row(format).mediaType);
    if (row(format).rateInMediaType) type += ";rate=" + std::to_string(sampleRate);
    return type;
}

std::string_view fileExtension(ResponseFormat format) noexcept
{
    return row(format).extension;
}

std::uint32_t defaultSampleRate(ResponseFormat format) noexcept
{
    return format == ResponseFormat::Mulaw || format == ResponseFormat::Alaw ? telephoneRate : 24000;
}

std::uint32_t codingSampleRate(ResponseFormat format, std::uint32_t sampleRate) noexcept
{
    if (format != ResponseFormat::Opus) return sampleRate;
    return sampleRate == 22050 ? 24000 : sampleRate == 44100 ? 48000 : sampleRate;
}

std::span<const std::uint32_t> supportedSampleRates() noexcept
{
    return sampleRates;
}

bool supportedSampleRate(std::uint32_t sampleRate) noexcept
{
    return std::ranges::find(sampleRates, sampleRate) != sampleRates.end();
}

}  // namespace scaispeak::audio
