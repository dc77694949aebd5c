#include "audio/encoder.hpp"

#include "audio/flac_encoder.hpp"
#include "audio/g711_encoder.hpp"
#include "audio/mp3_encoder.hpp"
#include "audio/opus_encoder.hpp"
#include "audio/pcm_encoder.hpp"
#include "audio/response_format.hpp"
#include "audio/wav_encoder.hpp"

#include <stdexcept>
#include <string>

namespace scaispeak::audio {

std::unique_ptr<Encoder> makeEncoder(core::ResponseFormat format, std::uint32_t sampleRate, ByteSink& sink,
                                     std::optional<std::uint64_t> totalSamples)
{
    using core::ResponseFormat;
    if (!supportedSampleRate(sampleRate))
        throw std::invalid_argument("no encoder for an output rate of " + std::to_string(sampleRate) + " Hz");
    switch (format) {
        case ResponseFormat::Mp3:
            return std::make_unique<Mp3Encoder>(sampleRate, sink);
        case ResponseFormat::Opus:
            return std::make_unique<OpusStreamEncoder>(sampleRate, sink);
        case ResponseFormat::Wav:
            return std::make_unique<WavEncoder>(sampleRate, sink, totalSamples);
        case ResponseFormat::Flac:
            return std::make_unique<FlacEncoder>(sampleRate, sink, totalSamples);
        case ResponseFormat::Pcm:
            return std::make_unique<PcmEncoder>(sink);
        case ResponseFormat::Mulaw:
            return std::make_unique<G711Encoder>(G711Encoder::Law::Mu, sampleRate, sink);
        case ResponseFormat::Alaw:
            return std::make_unique<G711Encoder>(G711Encoder::Law::A, sampleRate, sink);
    }
    throw std::invalid_argument("no encoder for this response format");
}

}  // namespace scaispeak::audio
