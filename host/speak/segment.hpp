#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace scaispeak::speak {

/// A piece of text that one engine call speaks.
struct Segment
{
    std::string text;
    std::size_t chars = 0;  ///< Code points.
    double seconds = 0;     ///< How long it is expected to sound at most, by `estimatedSeconds`.
};

/// Bounds of a segment (architecture, "Segments").
inline constexpr std::size_t longestSegmentChars = 400;
inline constexpr double longestSegmentSeconds = 20;

/// How long one code point sounds at speed 1: 0.05 s for a letter of an alphabet or a space, 0.5 s for a
/// digit, a CJK character, an emoji or another symbol, which engines spell out.
double estimatedSeconds(char32_t codePoint) noexcept;

}  // namespace scaispeak::speak
