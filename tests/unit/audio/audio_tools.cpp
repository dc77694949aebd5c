#include "audio_tools.hpp"

#include "audio/response_format.hpp"

#include <sndfile.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <memory>
#include <numbers>
#include <stdexcept>

namespace scaispeak::audio::test {

namespace {

struct Source
{
    const std::string& body;
    sf_count_t position = 0;

    static sf_count_t length(void* self)
    {
        return static_cast<sf_count_t>(static_cast<Source*>(self)->body.size());
    }
    static sf_count_t tell(void* self) { return static_cast<Source*>(self)->position; }
    static sf_count_t write(const void*, sf_count_t, void*) { return 0; }

    static sf_count_t seek(sf_count_t offset, int whence, void* self)
    {
        const sf_count_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? tell(self) : length(self);
        static_cast<Source*>(self)->position = std::clamp<sf_count_t>(base + offset, 0, length(self));
        return tell(self);
    }
    static sf_count_t read(void* data, sf_count_t size, void* self)
    {
        auto* source = static_cast<Source*>(self);
        const sf_count_t count = std::min(size, length(self) - source->position);
        std::memcpy(data, source->body.data() + source->position, static_cast<std::size_t>(count));
        source->position += count;
        return count;
    }
};

SF_INFO rawInfo(core::ResponseFormat format, std::uint32_t sampleRate)
{
    SF_INFO info{};
    if (format == core::ResponseFormat::Pcm)
        info.format = SF_FORMAT_RAW | SF_FORMAT_PCM_16 | SF_ENDIAN_LITTLE;
    if (format == core::ResponseFormat::Mulaw) info.format = SF_FORMAT_RAW | SF_FORMAT_ULAW;
    if (format == core::ResponseFormat::Alaw) info.format = SF_FORMAT_RAW | SF_FORMAT_ALAW;
    if (info.format != 0) {
        info.samplerate = static_cast<int>(sampleRate);
        info.channels = 1;
    }
    return info;
}

}  // namespace

void StreamSink::write(std::span<const std::byte> bytes)
{
    ++writes;
    body.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

Decoded decode(const std::string& body, core::ResponseFormat format, std::uint32_t sampleRate)
{
    SF_INFO info = rawInfo(format, sampleRate);
    SF_VIRTUAL_IO io{Source::length, Source::seek, Source::read, Source::write, Source::tell};
    Source source{body};
    const std::unique_ptr<SNDFILE, int (*)(SNDFILE*)> file(sf_open_virtual(&io, SFM_READ, &info, &source),
                                                           sf_close);
    if (!file) throw std::runtime_error(name(format, sampleRate) + " does not open: " + sf_strerror(nullptr));
    if (info.channels != 1) throw std::runtime_error(name(format, sampleRate) + " is not mono");

    // Lossy decoders overshoot; without this libsndfile would wrap.
    sf_command(file.get(), SFC_SET_CLIPPING, nullptr, SF_TRUE);
    Decoded decoded{static_cast<std::uint32_t>(info.samplerate), {}};
    std::array<std::int16_t, 4096> block{};
    while (const sf_count_t count = sf_read_short(file.get(), block.data(), block.size()))
        decoded.samples.insert(decoded.samples.end(), block.begin(), block.begin() + count);
    return decoded;
}

std::vector<std::int16_t> sine(std::size_t samples, std::uint32_t sampleRate, double hertz, double amplitude,
                               std::size_t from)
{
    std::vector<std::int16_t> wave(samples);
    for (std::size_t index = 0; index < samples; ++index) {
        const double seconds = static_cast<double>(from + index) / sampleRate;
        wave[index] = static_cast<std::int16_t>(
            std::lround(amplitude * std::sin(2 * std::numbers::pi * hertz * seconds)));
    }
    return wave;
}

double level(std::span<const std::int16_t> samples)
{
    const auto middle = samples.subspan(samples.size() / 4, samples.size() / 2);
    double energy = 0;
    for (const std::int16_t sample : middle)
        energy += static_cast<double>(sample) * sample;
    return 10 * std::log10(energy / static_cast<double>(middle.size()) / (32768.0 * 32768.0));
}

std::string name(core::ResponseFormat format, std::uint32_t sampleRate)
{
    return std::string(word(format)) + " at " + std::to_string(sampleRate) + " Hz";
}

std::size_t occurrences(std::string_view text, std::string_view needle)
{
    std::size_t count = 0;
    for (std::size_t at = text.find(needle); at != std::string_view::npos;
         at = text.find(needle, at + needle.size()))
        ++count;
    return count;
}

}  // namespace scaispeak::audio::test
