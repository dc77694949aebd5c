#include "audio/pcm_encoder.hpp"

#include <bit>

namespace scaispeak::audio {

static_assert(std::endian::native == std::endian::little, "samples are handed on as they lie in memory");

void PcmEncoder::encode(std::span<const std::int16_t> samples)
{
    if (!samples.empty()) _sink.write(std::as_bytes(samples));
}

}  // namespace scaispeak::audio
