#pragma once

#include "speakable_text.hpp"

#include <scaispeak/plugin.hpp>

#include <espeak-ng/speak_lib.h>

namespace scaispeak::espeak {

/// Turns espeak-ng's events into marks of the request's text. espeak-ng counts characters from 1, names a
/// word again for each part it speaks it in ("42" is forty, two), and now and then names a blank: a mark is
/// given once for each word, in the order of the text.
class MarkReader
{
public:
    MarkReader(const SpeakableText& text, std::uint32_t sampleRate) : _text(text), _sampleRate(sampleRate) {}

    /// Nothing when the event is no mark. `pushed` is how many frames went out already: a mark never names
    /// one of them.
    std::optional<SpeechEvent> read(const espeak_EVENT& event, std::uint64_t pushed);
    /// Characters before the word that was read last.
    std::size_t charactersBegun() const noexcept { return _begun; }

private:
    std::size_t endOfWord(std::size_t first, std::size_t length) const noexcept;

    const SpeakableText& _text;
    std::uint32_t _sampleRate;
    std::size_t _begun = 0;
    std::size_t _nextWord = 0;
    std::size_t _nextSentence = 0;
};

}  // namespace scaispeak::espeak
