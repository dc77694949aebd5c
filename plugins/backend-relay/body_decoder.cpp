#include "body_decoder.hpp"

#include "mp3_decoder.hpp"
#include "pcm_decoder.hpp"

namespace scaispeak::relay {

std::unique_ptr<BodyDecoder> makeDecoder(const BodyType& type, SampleTaker& taker)
{
    if (type.format == Format::Mp3) return std::make_unique<Mp3Decoder>(taker);
    return std::make_unique<PcmDecoder>(type.sampleRate, type.channels, taker);
}

}  // namespace scaispeak::relay
