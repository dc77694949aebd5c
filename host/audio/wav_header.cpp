#include "audio/wav_header.hpp"

#include <cstring>
#include <limits>
#include <stdexcept>
#include <string_view>

namespace scaispeak::audio {

namespace {

constexpr std::uint32_t unknownSize = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint32_t bytesPerSample = 2;
constexpr std::size_t riffPreamble = 8;  // "RIFF" and its size are not counted in that size.
constexpr std::size_t riffSizeOffset = 4;
constexpr std::size_t dataSizeOffset = 40;

struct WavSizes
{
    std::uint32_t riff = unknownSize;
    std::uint32_t data = unknownSize;
};

WavSizes sizesFor(std::uint64_t dataBytes)
{
    constexpr std::uint64_t headInRiff = wavHeaderBytes - riffPreamble;
    if (dataBytes >= unknownSize - headInRiff) return {};
    return {static_cast<std::uint32_t>(dataBytes + headInRiff), static_cast<std::uint32_t>(dataBytes)};
}

class HeaderWriter
{
public:
    explicit HeaderWriter(std::byte* at) : _at(at) {}

    HeaderWriter& tag(std::string_view text)
    {
        std::memcpy(_at, text.data(), text.size());
        _at += text.size();
        return *this;
    }
    template <typename Number>
    HeaderWriter& number(Number value)
    {
        for (std::size_t index = 0; index < sizeof(Number); ++index)
            *_at++ = static_cast<std::byte>(value >> (8 * index));
        return *this;
    }

private:
    std::byte* _at;
};

}  // namespace

std::array<std::byte, wavHeaderBytes> wavHeader(std::uint32_t sampleRate,
                                                std::optional<std::uint64_t> samples)
{
    const bool countable = samples && *samples < unknownSize;
    const WavSizes sizes = countable ? sizesFor(*samples * bytesPerSample) : WavSizes{};
    std::array<std::byte, wavHeaderBytes> header{};
    HeaderWriter writer(header.data());
    writer.tag("RIFF").number(sizes.riff).tag("WAVE");
    writer.tag("fmt ").number(std::uint32_t{16}).number(std::uint16_t{1}).number(std::uint16_t{1});
    writer.number(sampleRate).number(sampleRate * bytesPerSample);
    writer.number(std::uint16_t{bytesPerSample}).number(std::uint16_t{8 * bytesPerSample});
    writer.tag("data").number(sizes.data);
    return header;
}

void patchWavSizes(std::string& body)
{
    const std::string_view text(body);
    if (body.size() < wavHeaderBytes || !text.starts_with("RIFF") || text.substr(36, 4) != "data")
        throw std::invalid_argument("not a WAV body with a head of 44 bytes");
    const WavSizes sizes = sizesFor(body.size() - wavHeaderBytes);
    std::array<std::byte, sizeof(std::uint32_t)> size{};
    HeaderWriter(size.data()).number(sizes.riff);
    std::memcpy(body.data() + riffSizeOffset, size.data(), size.size());
    HeaderWriter(size.data()).number(sizes.data);
    std::memcpy(body.data() + dataSizeOffset, size.data(), size.size());
}

}  // namespace scaispeak::audio
