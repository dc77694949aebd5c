#pragma once

#include "audio/encoder.hpp"
#include "audio/output_buffer.hpp"

#include <opusenc.h>

namespace scaispeak::audio {

/// Ogg Opus, mono, about 32 kbit/s, a page for every 20 ms, the first for 10 ms. Pre-skip and the last
/// granule position make it decode to exactly what was put in; the head names the rate that was put in.
class OpusStreamEncoder final : public Encoder
{
public:
    OpusStreamEncoder(std::uint32_t sampleRate, ByteSink& sink);

    void encode(std::span<const std::int16_t> samples) override;
    void finish() override;

private:
    struct DeleteComments
    {
        void operator()(OggOpusComments* comments) const noexcept { ope_comments_destroy(comments); }
    };
    struct DeleteEncoder
    {
        void operator()(OggOpusEnc* encoder) const noexcept { ope_encoder_destroy(encoder); }
    };

    static int onWrite(void* output, const unsigned char* data, opus_int32 size);
    static int onClose(void* output);

    void configure(std::uint32_t sampleRate);
    void write(std::span<const std::int16_t> samples);

    ByteSink& _sink;
    OutputBuffer _output;
    std::unique_ptr<OggOpusComments, DeleteComments> _comments;
    std::unique_ptr<OggOpusEnc, DeleteEncoder> _encoder;
    std::size_t _firstSamples;  // Still to come, until packets have their full length.
};

}  // namespace scaispeak::audio
