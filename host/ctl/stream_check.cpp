#include "ctl/stream_check.hpp"

#include "ctl/command_failure.hpp"

#include <algorithm>
#include <charconv>

namespace scaispeak::ctl {
namespace {

constexpr const char* samplesTrailer = "x-scaispeak-samples";
constexpr const char* crcTrailer = "x-scaispeak-crc32";
constexpr std::size_t crcDigits = 8;

[[noreturn]] void broken(const std::string& why)
{
    throw CommandFailure(ExitCode::StreamBroken,
                         "the audio did not arrive whole: " + why + "; nothing is kept, speak again");
}

const std::string& trailer(const HeaderFields& trailers, const char* name)
{
    const auto found = trailers.find(name);
    if (found == trailers.end()) broken(std::string("the trailer ") + name + " is missing");
    return found->second;
}

/// Throws for anything but a whole number of that base.
std::uint64_t number(const HeaderFields& trailers, const char* name, int base)
{
    const std::string& text = trailer(trailers, name);
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (error != std::errc() || end != text.data() + text.size() || text.empty())
        broken(std::string("the trailer ") + name + " is malformed");
    return value;
}

}  // namespace

void StreamCheck::add(std::span<const std::byte> bytes) noexcept
{
    _crc.add(bytes);
    _bytes += bytes.size();
}

std::uint64_t StreamCheck::verify(const HeaderFields& trailers, core::ResponseFormat format) const
{
    const std::uint64_t samples = number(trailers, samplesTrailer, 10);
    if (trailer(trailers, crcTrailer).size() != crcDigits || number(trailers, crcTrailer, 16) != _crc.value())
        broken("its checksum is " + _crc.hex() + " and not the one that was sent");
    const auto width = bytesPerSample(format);
    if (width && samples * *width != _bytes) broken("it has not as many samples as were sent");
    return samples;
}

std::optional<std::uint64_t> bytesPerSample(core::ResponseFormat format) noexcept
{
    switch (format) {
        case core::ResponseFormat::Pcm:
            return 2;
        case core::ResponseFormat::Mulaw:
        case core::ResponseFormat::Alaw:
            return 1;
        default:
            return std::nullopt;
    }
}

}  // namespace scaispeak::ctl
