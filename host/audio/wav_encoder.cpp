#include "audio/wav_encoder.hpp"

#include "audio/wav_header.hpp"

namespace scaispeak::audio {

WavEncoder::WavEncoder(std::uint32_t sampleRate, ByteSink& sink, std::optional<std::uint64_t> totalSamples)
    : _sampleRate(sampleRate), _sink(sink), _rewritable(sink.rewritable()), _totalSamples(totalSamples)
{}

void WavEncoder::writeHeader()
{
    _headerWritten = true;
    _sink.write(wavHeader(_sampleRate, _totalSamples));
}

void WavEncoder::encode(std::span<const std::int16_t> samples)
{
    if (samples.empty()) return;
    if (!_headerWritten) writeHeader();
    _samples += samples.size();
    _sink.write(std::as_bytes(samples));
}

void WavEncoder::finish()
{
    if (!_headerWritten) writeHeader();
    if (_rewritable)
        _sink.rewrite(0, wavHeader(_sampleRate, _samples));
    else if (_totalSamples && *_totalSamples != _samples)
        throw std::logic_error("the WAV head announced another number of samples than came");
}

}  // namespace scaispeak::audio
