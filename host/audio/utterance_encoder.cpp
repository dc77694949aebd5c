#include "audio/utterance_encoder.hpp"

#include "audio/audio_fault.hpp"
#include "audio/response_format.hpp"

#include <stdexcept>
#include <string>

namespace scaispeak::audio {

UtteranceEncoder::UtteranceEncoder(core::ResponseFormat format, std::uint32_t outputRate, ByteSink& sink,
                                   std::optional<std::uint64_t> totalSamples)
    : _format(format),
      _sink(sink),
      _outputRate(outputRate),
      _codingRate(codingSampleRate(format, outputRate)),
      _encoder(makeEncoder(format, _codingRate, sink, totalSamples))
{}

void UtteranceEncoder::beginSegment(const core::AudioFormat& engine)
{
    if (_finished) throw std::logic_error("a segment after the utterance was finished");
    if (_passage && _passage->begun()) throw std::logic_error("a segment after a stream that was passed on");
    _passage.reset();
    if (engine.encoding == core::Encoding::Mp3) {
        beginPassage(engine);
        return;
    }
    _reader.emplace(engine);
    if (!_resampler || _resampler->inputRate() != engine.sampleRate) {
        flushResampler();
        _resampler.emplace(engine.sampleRate, _codingRate);
    }
    _segmentStart = _resampler->consumed();
}

void UtteranceEncoder::beginPassage(const core::AudioFormat& engine)
{
    if (_format != core::ResponseFormat::Mp3 || _resampler)
        throw AudioFault("the engine announced MP3 where only PCM was accepted");
    if (engine.sampleRate != _outputRate || engine.channels != 1)
        throw AudioFault("the engine announced MP3 that is not mono at " + std::to_string(_outputRate) +
                         " Hz");
    _passage.emplace(_outputRate, _sink);
}

void UtteranceEncoder::write(std::span<const std::byte> bytes)
{
    if (_passage && !_passed) return _passage->write(bytes);
    if (!_reader) throw std::logic_error("audio outside a segment");
    while (!bytes.empty()) {
        const auto block = _reader->read(bytes);
        _engineFrames += block.size();
        if (!block.empty()) encode(_resampler->process(block));
    }
}

void UtteranceEncoder::endSegment()
{
    if (_passage && !_passed) {
        _passage->finish();
        _passed = true;
        return;
    }
    if (!_reader) throw std::logic_error("the end of a segment that was not begun");
    _reader->finish();
    _reader.reset();
}

void UtteranceEncoder::finish()
{
    if (_reader || (_passage && !_passed))
        throw std::logic_error("the utterance was finished inside a segment");
    if (_finished) throw std::logic_error("the utterance was finished twice");
    _finished = true;
    if (_passed) return;
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
    if (_passage) return _passage->samples();
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
