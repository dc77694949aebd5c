#pragma once

#include "audio/encoder.hpp"

namespace scaispeak::audio {

/// Raw s16, little endian: the samples as they are.
class PcmEncoder final : public Encoder
{
public:
    explicit PcmEncoder(ByteSink& sink) : _sink(sink) {}

    void encode(std::span<const std::int16_t> samples) override;
    void finish() override {}

private:
    ByteSink& _sink;
};

}  // namespace scaispeak::audio
