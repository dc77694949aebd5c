#pragma once

#include "audio/encoder.hpp"

namespace scaispeak::audio {

/// Mono s16 WAV. The head leaves at once, and is corrected in the end where the sink allows it.
class WavEncoder final : public Encoder
{
public:
    WavEncoder(std::uint32_t sampleRate, ByteSink& sink, std::optional<std::uint64_t> totalSamples);

    void encode(std::span<const std::int16_t> samples) override;
    void finish() override;

private:
    void writeHeader();

    std::uint32_t _sampleRate;
    ByteSink& _sink;
    const bool _rewritable;
    std::optional<std::uint64_t> _totalSamples;
    std::uint64_t _samples = 0;
    bool _headerWritten = false;
};

}  // namespace scaispeak::audio
