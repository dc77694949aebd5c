#include "speak/expected_size.hpp"

namespace scaispeak::speak {
namespace {

constexpr std::size_t bufferSeconds = 60;
constexpr std::size_t passedBytesPerSecond = 40'000;  // 320 kbit/s, the most that layer III has
constexpr std::size_t headerBytes = 16 * 1024;

}  // namespace

std::size_t bytesPerSecond(core::ResponseFormat format, std::uint32_t sampleRate) noexcept
{
    switch (format) {
        case core::ResponseFormat::Mp3:
            return 8'000;  // 64 kbit/s
        case core::ResponseFormat::Opus:
            return 6'000;  // 32 kbit/s, variable, and its pages
        case core::ResponseFormat::Mulaw:
        case core::ResponseFormat::Alaw:
            return sampleRate;
        case core::ResponseFormat::Wav:
        case core::ResponseFormat::Flac:
        case core::ResponseFormat::Pcm:
            break;
    }
    return std::size_t{2} * sampleRate;
}

std::size_t expectedBytes(const Segment& segment, core::ResponseFormat format,
                          std::uint32_t sampleRate) noexcept
{
    const double seconds = 2 * segment.seconds + 1;
    return static_cast<std::size_t>(seconds * static_cast<double>(bytesPerSecond(format, sampleRate)));
}

std::size_t bufferCapacity(core::ResponseFormat format, std::uint32_t sampleRate) noexcept
{
    return bufferSeconds * bytesPerSecond(format, sampleRate) + headerBytes;
}

std::size_t passedBufferCapacity() noexcept
{
    return bufferSeconds * passedBytesPerSecond + headerBytes;
}

}  // namespace scaispeak::speak
