#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace scaispeak::core {

/// One code point of a text and how many bytes it takes there.
struct CodePoint
{
    char32_t value = 0;
    std::size_t bytes = 0;
};

/// The code point at byte `offset`, which must lie inside the text. A byte that begins none is U+FFFD, one
/// byte long, so that a walk always ends.
CodePoint codePointAt(std::string_view text, std::size_t offset) noexcept;

/// How many code points the text has.
std::size_t countCodePoints(std::string_view text) noexcept;

}  // namespace scaispeak::core
