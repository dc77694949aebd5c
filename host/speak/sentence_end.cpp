#include "speak/sentence_end.hpp"

#include "core/utf8.hpp"

#include <Poco/Unicode.h>

#include <algorithm>
#include <array>
#include <string>

namespace scaispeak::speak {
namespace {

// Words that are followed by a full stop within a sentence, in lower case and without that stop.
constexpr std::array<std::string_view, 62> abbreviations{
    "mr",     "mrs", "ms",  "dr",  "prof", "st",   "sr",   "jr",   "vs",  "etc", "e.g",  "i.e",    "cf",
    "approx", "no",  "nos", "vol", "fig",  "p",    "pp",   "gen",  "col", "lt",  "sgt",  "capt",   "rev",
    "hon",    "inc", "ltd", "co",  "corp", "dept", "z.b",  "bzw",  "d.h", "u.a", "usw",  "ca",     "nr",
    "str",    "abs", "hr",  "fr",  "geb",  "evtl", "mme",  "mlle", "mm",  "av",  "p.ex", "c.-à-d", "sra",
    "dra",    "ud",  "uds", "pág", "núm",  "sig",  "dott", "ecc",  "vgl", "bl"};

bool isTerminator(char32_t c) noexcept
{
    return c == '.' || c == '!' || c == '?' || c == U'\u2026' || c == U'\u061F' || c == U'\u0964';
}

bool isCjkTerminator(char32_t c) noexcept
{
    return c == U'\u3002' || c == U'\uFF01' || c == U'\uFF1F' || c == U'\uFF61';
}

bool isCloser(char32_t c) noexcept
{
    static constexpr std::u32string_view closers = U"\"')]}\u00BB\u2019\u201D\u203A\u300D\u300F\uFF09";
    return closers.find(c) != std::u32string_view::npos;
}

bool isLower(char32_t c) noexcept
{
    return Poco::Unicode::isLower(static_cast<int>(c));
}

std::string lowered(std::string_view word)
{
    std::string result(word);
    std::ranges::transform(result, result.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return result;
}

std::string_view wordBefore(std::string_view text, std::size_t offset)
{
    static constexpr std::string_view boundaries = " \t\n\r\"'([{";
    const std::size_t start =
        offset == 0 ? std::string_view::npos : text.find_last_of(boundaries, offset - 1);
    return text.substr(start == std::string_view::npos ? 0 : start + 1,
                       offset - (start == std::string_view::npos ? 0 : start + 1));
}

bool isAbbreviation(std::string_view text, std::size_t stop)
{
    const std::string_view word = wordBefore(text, stop);
    if (word.empty()) return false;
    // A single letter is an initial ("J. S. Bach"), but "I" is a word.
    if (core::codePointAt(word, 0).bytes == word.size())
        return word != "I" && Poco::Unicode::isAlpha(static_cast<int>(core::codePointAt(word, 0).value));
    const std::string lower = lowered(word);
    return std::ranges::find(abbreviations, lower) != abbreviations.end();
}

}  // namespace

bool isWhiteSpace(char32_t character) noexcept
{
    return character < 0x80 ? character <= ' ' : Poco::Unicode::isSpace(static_cast<int>(character));
}

bool endsClause(char32_t character) noexcept
{
    static constexpr std::u32string_view marks = U",;:)\u2013\u2014\u3001\uFF0C\uFF1B\uFF1A\u060C";
    return marks.find(character) != std::u32string_view::npos;
}

SentenceEndFound sentenceEndAt(std::string_view text, std::size_t offset)
{
    const core::CodePoint first = core::codePointAt(text, offset);
    if (first.value == '\n') {
        // An empty line ends a paragraph, whatever stands before it.
        if (offset + 1 >= text.size()) return {SentenceEnd::Unknown, 0};
        return text[offset + 1] == '\n' ? SentenceEndFound{SentenceEnd::Yes, 2} : SentenceEndFound{};
    }
    const bool cjk = isCjkTerminator(first.value);
    if (!cjk && !isTerminator(first.value)) return {};

    std::size_t end = offset + first.bytes;
    bool onlyStop = first.value == '.' || first.value == U'\u2026';
    while (end < text.size()) {
        const core::CodePoint next = core::codePointAt(text, end);
        if (!isTerminator(next.value) && !isCjkTerminator(next.value) && !isCloser(next.value)) break;
        onlyStop = onlyStop && (next.value == '.' || isCloser(next.value));
        end += next.bytes;
    }
    if (cjk) return {SentenceEnd::Yes, end - offset};
    if (end >= text.size()) return {SentenceEnd::Unknown, end - offset};
    if (!isWhiteSpace(core::codePointAt(text, end).value)) return {};

    std::size_t after = end;
    while (after < text.size() && isWhiteSpace(core::codePointAt(text, after).value))
        after += core::codePointAt(text, after).bytes;
    if (first.value == '.' && isAbbreviation(text, offset)) return {};
    if (after >= text.size()) return {onlyStop ? SentenceEnd::Unknown : SentenceEnd::Yes, end - offset};
    if (onlyStop && isLower(core::codePointAt(text, after).value)) return {};
    return {SentenceEnd::Yes, end - offset};
}

}  // namespace scaispeak::speak
