#include "stream_check.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace scaispeak::scaiinfer {
namespace {

// A segment has some 20 s of speech. This much more, and nobody can be speaking any longer.
constexpr double longestBase = 60;
constexpr double longestPerByte = 2;
// Compressed formats: no more than this a second.
constexpr std::uint64_t compressedPerSecond = 64'000;
// Slower than a tenth of speech for 10 s: a drip.
constexpr double patience = 10;
constexpr double leastPace = 0.1;

constexpr std::array<std::uint32_t, 256> makeTable()
{
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t index = 0; index < 256; ++index) {
        std::uint32_t value = index;
        for (int bit = 0; bit < 8; ++bit)
            value = (value >> 1U) ^ ((value & 1U) != 0 ? 0xEDB88320U : 0U);
        table[index] = value;
    }
    return table;
}

constexpr auto table = makeTable();

bool isStart(std::string_view text, std::uint64_t offset)
{
    return offset >= text.size() || (static_cast<unsigned char>(text[offset]) & 0xC0U) != 0x80U;
}

}  // namespace

std::uint32_t crc32(std::uint32_t crc, std::string_view bytes) noexcept
{
    crc = ~crc;
    for (const char byte : bytes)
        crc = (crc >> 8U) ^ table[(crc ^ static_cast<unsigned char>(byte)) & 0xFFU];
    return ~crc;
}

StreamCheck::StreamCheck(const SynthesisRequest& request, const std::vector<std::uint32_t>& rates)
    : _request(request),
      _rates(rates),
      _longest(longestBase + longestPerByte * static_cast<double>(request.text.size()))
{}

std::string StreamCheck::begin(std::int32_t encoding, std::uint32_t rate, std::uint32_t channels)
{
    if (begun()) return "it begins twice";
    const auto& accept = _request.accept;
    if (std::find(accept.begin(), accept.end(), encoding) == accept.end())
        return "its encoding was not asked for";
    if (rate < 8'000 || rate > 192'000 ||
        (!_rates.empty() && std::find(_rates.begin(), _rates.end(), rate) == _rates.end()))
        return "its sample rate is none of its engine's";
    if (channels < 1 || channels > 8) return "its number of channels is none";
    _encoding = encoding;
    _rate = rate;
    _frameBytes = encoding == SCS_ENCODING_PCM_S16   ? 2 * channels
                  : encoding == SCS_ENCODING_PCM_F32 ? 4 * channels
                                                     : 0;
    return {};
}

std::string StreamCheck::audio(std::string_view bytes, std::chrono::nanoseconds waited)
{
    if (!begun()) return "its audio comes before it begins";
    if (_encoding == SCS_ENCODING_PCM_F32 && !finite(bytes)) return "its audio is not of finite numbers";
    _bytes += bytes.size();
    _crc = crc32(_crc, bytes);
    const double perSecond =
        static_cast<double>(_frameBytes == 0 ? compressedPerSecond : _frameBytes * _rate);
    const double spoken = static_cast<double>(_bytes) / perSecond;
    if (spoken > _longest) return "its audio does not end";
    const double seconds = std::chrono::duration<double>(waited).count();
    if (_frameBytes != 0 && seconds > patience && spoken < leastPace * seconds) return "its audio drips";
    return {};
}

std::string StreamCheck::event(std::uint64_t offset, std::uint64_t length) const
{
    const std::uint64_t size = _request.text.size();
    const bool inside = offset <= size && length <= size - offset;
    return inside && isStart(_request.text, offset) ? std::string() : "its word marks are not in the text";
}

std::string StreamCheck::end(const Whole& said) const
{
    if (_frameBytes != 0 && _bytes % _frameBytes != 0) return "its audio ends within a frame";
    const std::uint64_t samples = _frameBytes == 0 ? 0 : _bytes / _frameBytes;
    if (said.bytes != _bytes || said.samples != samples) return "its audio is not as long as it says";
    return said.crc32 == _crc ? std::string() : "its checksum is wrong";
}

/// The bytes so far are a whole number of samples and `_bytes % 4` bytes more, which are kept in _cut.
bool StreamCheck::finite(std::string_view bytes)
{
    std::size_t held = _bytes % 4;
    for (const char byte : bytes) {
        _cut[held++] = byte;
        if (held < 4) continue;
        float sample = 0;
        std::memcpy(&sample, _cut, sizeof sample);
        if (!std::isfinite(sample)) return false;
        held = 0;
    }
    return true;
}

}  // namespace scaispeak::scaiinfer
