#include "mark_reader.hpp"

#include <algorithm>

namespace scaispeak::espeak {

std::optional<SpeechEvent> MarkReader::read(const espeak_EVENT& event, std::uint64_t pushed)
{
    if (event.text_position < 1 || event.audio_position < 0) return std::nullopt;
    const auto first = static_cast<std::size_t>(event.text_position - 1);
    if (first >= _text.characters() || _text.isSpace(first)) return std::nullopt;

    SpeechEvent mark;
    mark.textOffset = _text.offset(first);
    mark.frame = std::max(pushed, static_cast<std::uint64_t>(event.audio_position) * _sampleRate / 1000);
    if (event.type == espeakEVENT_SENTENCE && first >= _nextSentence) {
        _nextSentence = first + 1;
        mark.kind = SCS_EVENT_SENTENCE;
        return mark;
    }
    if (event.type == espeakEVENT_WORD && first >= _nextWord) {
        const std::size_t end = endOfWord(first, static_cast<std::size_t>(std::max(event.length, 1)));
        _begun = first;
        _nextWord = end;
        mark.kind = SCS_EVENT_WORD;
        mark.textLength = _text.offset(end) - mark.textOffset;
        return mark;
    }
    return std::nullopt;
}

std::size_t MarkReader::endOfWord(std::size_t first, std::size_t length) const noexcept
{
    std::size_t end = std::min(first + length, _text.characters());
    while (end > first + 1 && _text.isSpace(end - 1))
        --end;
    return end;
}

}  // namespace scaispeak::espeak
