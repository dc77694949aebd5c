#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace scaispeak::espeak {

/// A text as it may be given to espeak-ng, character for character the same, and the way back from its
/// positions. Control characters become spaces: espeak-ng takes some of them as commands that change how it
/// speaks from there on. Broken UTF-8 becomes spaces as well.
class SpeakableText
{
public:
    explicit SpeakableText(std::string_view text);

    const std::string& utf8() const noexcept { return _utf8; }
    std::size_t characters() const noexcept { return _offsets.size() - 1; }
    /// Byte in the original text where a character starts; characters() is the end.
    std::size_t offset(std::size_t character) const noexcept { return _offsets[character]; }
    bool isSpace(std::size_t character) const noexcept { return _spaces[character]; }

private:
    std::string _utf8;
    std::vector<std::size_t> _offsets;
    std::vector<bool> _spaces;
};

}  // namespace scaispeak::espeak
