#include "speech.hpp"

#include <algorithm>

namespace scaispeak::espeak {

bool Speech::take(Span<const std::int16_t> samples, const espeak_EVENT* events)
{
    _status = _call.status();
    if (_status == Status::Ok) _status = push(samples, events);
    return _status == Status::Ok;
}

Status Speech::push(Span<const std::int16_t> samples, const espeak_EVENT* events)
{
    for (; events->type != espeakEVENT_LIST_TERMINATED; ++events) {
        const auto mark = _marks.read(*events, _sounding ? _sink.frames() : _heldFrames);
        if (mark && _sounding) _sink.event(*mark);
        if (mark && !_sounding) _heldMarks.push_back(*mark);
    }
    if (!_sounding &&
        std::all_of(samples.begin(), samples.end(), [](std::int16_t sample) { return sample == 0; })) {
        _heldFrames += samples.size();
        return Status::Ok;
    }
    if (!_sounding && begin() != Status::Ok) return _sink.status();
    return samples.empty() ? _sink.status() : _sink.write(samples);
}

Status Speech::begin()
{
    _sounding = true;
    _sink.begin(Encoding::PcmS16, _sampleRate, 1);
    for (const SpeechEvent& mark : _heldMarks)
        _sink.event(mark);
    const std::vector<std::int16_t> silence(_heldFrames);
    return silence.empty() ? _sink.status() : _sink.write(Span<const std::int16_t>(silence));
}

}  // namespace scaispeak::espeak
