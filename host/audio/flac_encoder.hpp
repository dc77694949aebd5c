#pragma once

#include "audio/encoder.hpp"
#include "audio/output_buffer.hpp"

#include <FLAC/stream_encoder.h>

#include <vector>

namespace scaispeak::audio {

/// Native FLAC, mono 16 bit, in short blocks that leave as they are full. STREAMINFO says 0 samples
/// ("unknown") where the length was not told and the sink cannot be rewritten.
class FlacEncoder final : public Encoder
{
public:
    FlacEncoder(std::uint32_t sampleRate, ByteSink& sink, std::optional<std::uint64_t> totalSamples);

    void encode(std::span<const std::int16_t> samples) override;
    void finish() override;

private:
    struct Delete
    {
        void operator()(FLAC__StreamEncoder* encoder) const noexcept { FLAC__stream_encoder_delete(encoder); }
    };
    struct Rewrite
    {
        std::uint64_t offset;
        std::vector<std::byte> bytes;
    };

    static FLAC__StreamEncoderWriteStatus onWrite(const FLAC__StreamEncoder*, const FLAC__byte* data,
                                                  std::size_t size, std::uint32_t samples,
                                                  std::uint32_t frame, void* self);
    static FLAC__StreamEncoderSeekStatus onSeek(const FLAC__StreamEncoder*, FLAC__uint64 offset, void* self);
    static FLAC__StreamEncoderTellStatus onTell(const FLAC__StreamEncoder*, FLAC__uint64* offset, void* self);

    void open(std::uint32_t sampleRate);
    bool take(const FLAC__byte* data, std::size_t size) noexcept;
    [[noreturn]] void fail() const;

    ByteSink& _sink;
    const bool _rewritable;
    std::optional<std::uint64_t> _totalSamples;
    std::uint64_t _samples = 0;
    std::vector<FLAC__int32> _wide;  ///< The samples as libFLAC wants them.
    OutputBuffer _output;
    std::optional<std::uint64_t> _rewriteOffset;  ///< Set once libFLAC goes back to its head.
    std::vector<Rewrite> _rewrites;
    std::unique_ptr<FLAC__StreamEncoder, Delete> _encoder;
};

}  // namespace scaispeak::audio
