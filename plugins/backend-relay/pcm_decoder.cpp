#include "pcm_decoder.hpp"

#include <algorithm>

namespace scaispeak::relay {

PcmDecoder::PcmDecoder(std::uint32_t sampleRate, std::uint32_t channels, SampleTaker& taker)
    : _sampleRate(sampleRate), _channels(channels), _taker(taker)
{}

bool PcmDecoder::take(Span<const std::uint8_t> bytes)
{
    const std::size_t frame = std::size_t{2} * _channels;
    const std::uint8_t* at = bytes.begin();
    if (!_cut.empty()) {
        const std::size_t missing = std::min(frame - _cut.size(), bytes.size());
        _cut.insert(_cut.end(), at, at + missing);
        at += missing;
        if (_cut.size() < frame) return true;
        if (!push(_cut)) return false;
        _cut.clear();
    }
    const auto left = static_cast<std::size_t>(bytes.end() - at);
    const std::size_t whole = left - left % frame;
    if (whole > 0 && !push({at, whole})) return false;
    _cut.assign(at + whole, bytes.end());
    return true;
}

bool PcmDecoder::push(Span<const std::uint8_t> frames)
{
    if (!_begun && !_taker.begin(_sampleRate, _channels)) return false;
    _begun = true;
    return _taker.samples(frames);
}

void PcmDecoder::finish()
{
    if (!_cut.empty()) throw Unfit("half a sample at the end");
}

}  // namespace scaispeak::relay
