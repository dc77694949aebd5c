#pragma once

#include "body_decoder.hpp"

#include <vector>

namespace scaispeak::relay {

/// s16le as it comes; a frame that is cut waits for its other part.
class PcmDecoder : public BodyDecoder
{
public:
    PcmDecoder(std::uint32_t sampleRate, std::uint32_t channels, SampleTaker& taker);

    bool take(Span<const std::uint8_t> bytes) override;
    void finish() override;

private:
    bool push(Span<const std::uint8_t> frames);

    const std::uint32_t _sampleRate;
    const std::uint32_t _channels;
    SampleTaker& _taker;
    bool _begun = false;
    std::vector<std::uint8_t> _cut;
};

}  // namespace scaispeak::relay
