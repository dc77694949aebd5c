#pragma once

#include <array>
#include <string>
#include <string_view>

namespace scaispeak::check {

inline constexpr std::string_view plainText =
    "The quick brown fox jumps over the lazy dog, and then it sleeps.";

/// Of different lengths and rhythms, so that each is known by its envelope.
inline constexpr std::array<std::string_view, 8> differentTexts = {
    "One.",
    "Two birds sit on the wire.",
    "Seventeen, eighteen, nineteen, twenty; and so it goes on until the evening comes.",
    "Stop. Wait. Look. Go. Stop. Wait. Look. Go.",
    "An extraordinarily incomprehensible misunderstanding characterised the intercontinental conversation.",
    "I am. You are. He is. She is not, I think, at home today.",
    "Red and green and blue and yellow and black and white and grey and brown.",
    "Yesterday we walked to the harbour, where the old ships lie, and counted every single one of their "
    "masts."};

/// About `size` bytes of sentences.
inline std::string longText(std::size_t size)
{
    std::string text;
    while (text.size() < size)
        text += std::string(differentTexts[text.size() % differentTexts.size()]) + " ";
    return text.substr(0, size);
}

}  // namespace scaispeak::check
