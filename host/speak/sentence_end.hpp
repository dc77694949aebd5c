#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace scaispeak::speak {

enum class SentenceEnd
{
    No,
    Yes,
    Unknown,  ///< The text does not reach far enough to tell.
};

/// Whether a sentence ends at `offset`, a character's start; if so, `length` is how many bytes of marks and
/// closing quotes belong to it.
struct SentenceEndFound
{
    SentenceEnd answer = SentenceEnd::No;
    std::size_t length = 0;
};

SentenceEndFound sentenceEndAt(std::string_view text, std::size_t offset);

/// Whether a pause is natural after this character, when a sentence is too long for one segment.
bool endsClause(char32_t character) noexcept;
bool isWhiteSpace(char32_t character) noexcept;

}  // namespace scaispeak::speak
