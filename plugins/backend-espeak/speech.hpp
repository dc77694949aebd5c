#pragma once

#include "mark_reader.hpp"

namespace scaispeak::espeak {

/// One utterance on its way to the host. Silence at the start is held back until something sounds, so that a
/// text with nothing to say gives no audio at all.
class Speech
{
public:
    Speech(const Call& call, AudioSink& sink, const SpeakableText& text, std::uint32_t sampleRate)
        : _call(call), _sink(sink), _marks(text, sampleRate), _sampleRate(sampleRate)
    {}

    /// False when no more is wanted.
    bool take(Span<const std::int16_t> samples, const espeak_EVENT* events);
    /// Ok, or why no more is wanted.
    Status status() const noexcept { return _status; }
    std::size_t charactersBegun() const noexcept { return _marks.charactersBegun(); }

private:
    Status push(Span<const std::int16_t> samples, const espeak_EVENT* events);
    Status begin();

    const Call& _call;
    AudioSink& _sink;
    MarkReader _marks;
    std::uint32_t _sampleRate;
    Status _status = Status::Ok;
    bool _sounding = false;
    std::size_t _heldFrames = 0;
    std::vector<SpeechEvent> _heldMarks;
};

}  // namespace scaispeak::espeak
