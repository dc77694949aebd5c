#include "audio/pcm_reader.hpp"

#include "audio/audio_fault.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <string>

namespace scaispeak::audio {

namespace {

static_assert(std::endian::native == std::endian::little, "samples are read as they lie in memory");

constexpr float fullScale = 32768.0F;

template <typename Sample>
Sample load(const std::byte* bytes, std::size_t index)
{
    Sample sample;
    std::memcpy(&sample, bytes + index * sizeof(Sample), sizeof(Sample));
    return sample;
}

// What compilers turn into vector code: rounding by truncation where std::lrint stays a call, and limits
// without the references of std::clamp.
std::int16_t quantised(float sample)
{
    const float scaled = std::max(-fullScale, std::min(fullScale - 1.0F, sample * fullScale));
    return static_cast<std::int16_t>(static_cast<std::int32_t>(scaled + std::copysign(0.5F, scaled)));
}

bool allFinite(std::span<const float> samples)
{
    // By the bits, all of the exponent's set, since a comparison of floats is not joined over a loop.
    constexpr std::uint32_t exponent = 0x7F80'0000;
    std::uint32_t strange = 0;
    for (const float sample : samples)
        strange |= (std::bit_cast<std::uint32_t>(sample) & exponent) == exponent ? 1U : 0U;
    return strange == 0;
}

std::size_t frameBytes(const core::AudioFormat& format)
{
    if (format.encoding != core::Encoding::PcmS16 && format.encoding != core::Encoding::PcmF32)
        throw AudioFault("the engine announced a compressed encoding where only s16 or f32 PCM was accepted");
    if (format.channels < 1 || format.channels > 2)
        throw AudioFault("the engine announced " + std::to_string(format.channels) +
                         " channels; 1 or 2 can be read");
    if (format.sampleRate < PcmReader::minSampleRate || format.sampleRate > PcmReader::maxSampleRate)
        throw AudioFault("the engine announced " + std::to_string(format.sampleRate) +
                         " Hz; 8000 to 48000 Hz can be read");
    return format.channels *
           (format.encoding == core::Encoding::PcmS16 ? sizeof(std::int16_t) : sizeof(float));
}

}  // namespace

PcmReader::PcmReader(const core::AudioFormat& format)
    : _format(format), _frameBytes(frameBytes(format)), _samples(blockFrames)
{
    if (format.encoding == core::Encoding::PcmF32) _floats.resize(blockFrames * format.channels);
}

std::span<const std::int16_t> PcmReader::read(std::span<const std::byte>& bytes)
{
    if (_carriedBytes > 0) return completeFrame(bytes);
    const std::size_t frames = std::min(bytes.size() / _frameBytes, blockFrames);
    if (frames == 0) {
        carry(bytes, bytes.size());
        return {};
    }
    const std::byte* whole = bytes.data();
    bytes = bytes.subspan(frames * _frameBytes);
    return convert(whole, frames);
}

void PcmReader::finish() const
{
    if (_carriedBytes > 0)
        throw AudioFault(
            "the engine's audio ends in the middle of a frame: " + std::to_string(_carriedBytes) + " of " +
            std::to_string(_frameBytes) + " bytes after frame " + std::to_string(_frames));
}

std::span<const std::int16_t> PcmReader::completeFrame(std::span<const std::byte>& bytes)
{
    carry(bytes, std::min(bytes.size(), _frameBytes - _carriedBytes));
    if (_carriedBytes < _frameBytes) return {};
    _carriedBytes = 0;
    return convert(_carried.data(), 1);
}

void PcmReader::carry(std::span<const std::byte>& bytes, std::size_t count)
{
    std::ranges::copy(bytes.first(count), _carried.data() + _carriedBytes);
    _carriedBytes += count;
    bytes = bytes.subspan(count);
}

std::span<const std::int16_t> PcmReader::convert(const std::byte* bytes, std::size_t frames)
{
    if (_format.encoding == core::Encoding::PcmS16)
        convertS16(bytes, frames);
    else
        convertF32(bytes, frames);
    _frames += frames;
    return std::span(_samples).first(frames);
}

void PcmReader::convertS16(const std::byte* bytes, std::size_t frames)
{
    if (_format.channels == 1) {
        std::memcpy(_samples.data(), bytes, frames * _frameBytes);
        return;
    }
    for (std::size_t frame = 0; frame < frames; ++frame) {
        const int sum = load<std::int16_t>(bytes, 2 * frame) + load<std::int16_t>(bytes, 2 * frame + 1);
        _samples[frame] = static_cast<std::int16_t>(sum / 2);
    }
}

void PcmReader::convertF32(const std::byte* bytes, std::size_t frames)
{
    std::memcpy(_floats.data(), bytes, frames * _frameBytes);
    if (!allFinite(std::span(_floats).first(frames * _format.channels)))
        throw AudioFault("the engine gave a sample that is not a number, within " + std::to_string(frames) +
                         " frames from frame " + std::to_string(_frames));
    if (_format.channels == 1) {
        for (std::size_t frame = 0; frame < frames; ++frame)
            _samples[frame] = quantised(_floats[frame]);
        return;
    }
    for (std::size_t frame = 0; frame < frames; ++frame)
        _samples[frame] = quantised(0.5F * _floats[2 * frame] + 0.5F * _floats[2 * frame + 1]);
}

}  // namespace scaispeak::audio
