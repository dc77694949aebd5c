#include "audio/mp3_info_frame.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>

namespace scaispeak::audio {
namespace {

constexpr std::string_view magic = "Info";
// LAME's own part stands behind flags, frames, bytes, a table of 100 bytes, and quality.
constexpr std::size_t givenExtension = 8 + 4 + 4 + 100 + 4;
constexpr std::size_t extensionSize = 36;
// In that part: 12 bits of delay, then 12 of padding; from here on the music's length and the checksums,
// which count nothing yet.
constexpr std::size_t padding = 22;
constexpr std::size_t totals = 28;

constexpr std::array<std::byte, 8> bytesOnlyAndUnknown{std::byte{0},    std::byte{0},    std::byte{0},
                                                       std::byte{2},    std::byte{0xff}, std::byte{0xff},
                                                       std::byte{0xff}, std::byte{0xff}};

}  // namespace

void declareUnknownLength(std::span<std::byte> frame)
{
    const auto isMagic = [](std::byte byte, char letter) { return byte == std::byte(letter); };
    const auto tag = std::search(frame.begin(), frame.end(), magic.begin(), magic.end(), isMagic);
    if (static_cast<std::size_t>(frame.end() - tag) < givenExtension + extensionSize)
        throw std::runtime_error("lame's info frame has another form than it had");
    std::array<std::byte, extensionSize> extension{};
    std::copy_n(tag + givenExtension, extensionSize, extension.begin());
    extension[padding] &= std::byte{0xf0};
    extension[padding + 1] = std::byte{0};
    std::fill(extension.begin() + totals, extension.end(), std::byte{0});

    auto to = std::copy(bytesOnlyAndUnknown.begin(), bytesOnlyAndUnknown.end(), tag + magic.size());
    to = std::copy(extension.begin(), extension.end(), to);
    std::fill(to, frame.end(), std::byte{0});
}

}  // namespace scaispeak::audio
