#include "audio/utterance_encoder.hpp"

#include "audio/response_format.hpp"

#include <stdexcept>

namespace scaispeak::audio {

UtteranceEncoder::UtteranceEncoder(core::ResponseFormat format, std::uint32_t outputRate, ByteSink& sink,
                                   std::optional<std::uint64_t> totalSamples)
    : _outputRate(outputRate),
      _codingRate(codingSampleRate(format, outputRate)),
      _encoder(makeEncoder(format, _codingRate, sink, totalSamples))
{}

void UtteranceEncoder::beginSegment(const core::AudioFormat& engine)
{
    if (_finished) throw std::logic_error("a segment after the utterance was finished");
    _reader.emplace(engine);
    if (!_resampler || _resampler->inputRate() != engine.sampleRate) {
        flushResampler();
        _resampler.emplace(engine.sampleRate, _codingRate);
    }
    _segmentStart = _resampler->consumed();
}

void UtteranceEncoder::write(std::span<const std::byte> bytes)
{
    if (!_reader) throw std::logic_error("audio outside a segment");
    while (!bytes.empty()) {
        const auto block = _reader->read(bytes);
        _engineFrames += block.size();
        if (!block.empty()) encode(_resampler->process(block));
    }
}

void UtteranceEncoder::endSegment()
{
    if (!_reader) throw std::logic_error("the end of a segment that was not begun");
    _reader->finish();
    _reader.reset();
}

void UtteranceEncoder::finish()
{
    if (_reader) throw std::logic_error("the utterance was finished inside a segment");
    if (_finished) throw std::logic_error("the utterance was finished twice");
    _finished = true;
    flushResampler();
    _encoder->finish();
}

std::uint64_t UtteranceEncoder::samplePosition(std::uint64_t segmentFrame) const
{
    if (!_reader) throw std::logic_error("a position outside a segment");
    return _resamplerStart +
           scaledSamples(_segmentStart + segmentFrame, _resampler->inputRate(), _outputRate);
}

std::uint64_t UtteranceEncoder::samples() const noexcept
{
    return _resamplerStart + scaledSamples(_coded, _codingRate, _outputRate);
}

void UtteranceEncoder::encode(std::span<const std::int16_t> samples)
{
    if (samples.empty()) return;
    _encoder->encode(samples);
    _coded += samples.size();
}

void UtteranceEncoder::flushResampler()
{
    if (!_resampler) return;
    encode(_resampler->finish());
    // From the engine's frames, not from what was coded: rounded once, not twice.
    _resamplerStart += scaledSamples(_resampler->consumed(), _resampler->inputRate(), _outputRate);
    _coded = 0;
}

}  // namespace scaispeak::audio
