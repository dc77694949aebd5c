#pragma once

#include "audio/byte_sink.hpp"
#include "audio/encoder.hpp"
#include "audio/mp3_passage.hpp"
#include "audio/pcm_reader.hpp"
#include "audio/resampler.hpp"
#include "core/audio_format.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

namespace scaispeak::audio {

/// The way of one utterance from an engine's bytes to a response body: to mono, to the output rate, encoded,
/// into `sink` as early as the format allows. One resampler serves all segments, so that their seams are not
/// heard; it is changed only where the engine's rate changes. All output together is, for every run of
/// segments of one engine rate, round(frames * outputRate / engineRate) samples. One thread at a time.
/// AudioFault where the engine lies; exceptions of the sink pass through. After either the object can only be
/// let go, and writes nothing more. Calls out of order are std::logic_error.
///
/// An engine that begins its one segment with MP3 is the exception: where MP3 is asked for, at that rate, its
/// bytes pass as they are.
class UtteranceEncoder
{
public:
    /// As for makeEncoder. `sink` must outlive the object.
    UtteranceEncoder(core::ResponseFormat format, std::uint32_t outputRate, ByteSink& sink,
                     std::optional<std::uint64_t> totalSamples = std::nullopt);

    /// A segment begun but not ended is given up: its samples stay, bytes of a cut frame do not.
    void beginSegment(const core::AudioFormat& engine);
    /// Any number of bytes, cut anywhere.
    void write(std::span<const std::byte> bytes);
    /// AudioFault if the segment ends in the middle of a frame.
    void endSegment();
    /// Writes all that is held back and completes the body. A segment still open is an error.
    void finish();

    /// Samples encoded so far, at the output rate. Lags behind the engine by what the resampler holds, until
    /// `finish`.
    std::uint64_t samples() const noexcept;
    /// Frames taken from the engine so far, all segments together, whatever their rate.
    std::uint64_t engineFrames() const noexcept { return _passage ? samples() : _engineFrames; }
    /// Where frame `segmentFrame` of the open segment (engine's rate) lies in the utterance, in output
    /// samples.
    std::uint64_t samplePosition(std::uint64_t segmentFrame) const;

private:
    void beginPassage(const core::AudioFormat& engine);
    void encode(std::span<const std::int16_t> samples);
    void flushResampler();

    core::ResponseFormat _format;
    ByteSink& _sink;
    std::uint32_t _outputRate;
    std::uint32_t _codingRate;  ///< What resampler and encoder work at.
    std::unique_ptr<Encoder> _encoder;
    std::optional<PcmReader> _reader;     ///< Set while a segment is open.
    std::optional<Resampler> _resampler;  ///< Set from the first segment on.
    std::uint64_t _resamplerStart = 0;    ///< Where its output begins, in output samples.
    std::uint64_t _coded = 0;             ///< Samples of it so far, at the coding rate.
    std::uint64_t _segmentStart = 0;      ///< Of the open segment, in frames the resampler consumed.
    std::uint64_t _engineFrames = 0;
    std::optional<Mp3Passage> _passage;  ///< Set from its segment's begin on.
    bool _passed = false;                ///< Its segment has ended.
    bool _finished = false;
};

}  // namespace scaispeak::audio
