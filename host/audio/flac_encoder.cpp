#include "audio/flac_encoder.hpp"

#include <stdexcept>
#include <string>

namespace scaispeak::audio {

namespace {

constexpr unsigned compressionLevel = 5;

// Nothing leaves before a block is full: 24 to 72 ms instead of libFLAC's usual 4096 samples.
unsigned blockSize(std::uint32_t sampleRate)
{
    return sampleRate <= 16000 ? 576 : 1152;
}

}  // namespace

FlacEncoder::FlacEncoder(std::uint32_t sampleRate, ByteSink& sink, std::optional<std::uint64_t> totalSamples)
    : _sink(sink),
      _rewritable(sink.rewritable()),
      _totalSamples(totalSamples),
      _encoder(FLAC__stream_encoder_new())
{
    if (!_encoder) throw std::bad_alloc();
    open(sampleRate);
}

void FlacEncoder::open(std::uint32_t sampleRate)
{
    FLAC__StreamEncoder* encoder = _encoder.get();
    bool ok = FLAC__stream_encoder_set_compression_level(encoder, compressionLevel);
    ok = ok && FLAC__stream_encoder_set_channels(encoder, 1);
    ok = ok && FLAC__stream_encoder_set_bits_per_sample(encoder, 16);
    ok = ok && FLAC__stream_encoder_set_sample_rate(encoder, sampleRate);
    ok = ok && FLAC__stream_encoder_set_blocksize(encoder, blockSize(sampleRate));
    if (_totalSamples) ok = ok && FLAC__stream_encoder_set_total_samples_estimate(encoder, *_totalSamples);
    if (!ok) fail();
    const auto status = FLAC__stream_encoder_init_stream(encoder, onWrite, _rewritable ? onSeek : nullptr,
                                                         _rewritable ? onTell : nullptr, nullptr, this);
    if (status != FLAC__STREAM_ENCODER_INIT_STATUS_OK)
        throw std::runtime_error(std::string("libFLAC: ") + FLAC__StreamEncoderInitStatusString[status]);
}

void FlacEncoder::encode(std::span<const std::int16_t> samples)
{
    if (samples.empty()) return;
    _samples += samples.size();
    _wide.assign(samples.begin(), samples.end());
    const FLAC__int32* channel = _wide.data();
    if (!FLAC__stream_encoder_process(_encoder.get(), &channel, static_cast<unsigned>(_wide.size()))) fail();
    _output.sendTo(_sink);
}

void FlacEncoder::finish()
{
    if (!FLAC__stream_encoder_finish(_encoder.get())) fail();
    _output.sendTo(_sink);
    for (const Rewrite& rewrite : _rewrites)
        _sink.rewrite(rewrite.offset, rewrite.bytes);
    if (!_rewritable && _totalSamples && *_totalSamples != _samples)
        throw std::logic_error("the FLAC head announced another number of samples than came");
}

bool FlacEncoder::take(const FLAC__byte* data, std::size_t size) noexcept
{
    if (!_rewriteOffset) return _output.append(data, size);
    try {
        const auto bytes = std::as_bytes(std::span(data, size));
        _rewrites.push_back({*_rewriteOffset, {bytes.begin(), bytes.end()}});
        *_rewriteOffset += size;
        return true;
    }
    catch (const std::bad_alloc&) {
        return false;
    }
}

FLAC__StreamEncoderWriteStatus FlacEncoder::onWrite(const FLAC__StreamEncoder*, const FLAC__byte* data,
                                                    std::size_t size, std::uint32_t, std::uint32_t,
                                                    void* self)
{
    return static_cast<FlacEncoder*>(self)->take(data, size) ? FLAC__STREAM_ENCODER_WRITE_STATUS_OK
                                                             : FLAC__STREAM_ENCODER_WRITE_STATUS_FATAL_ERROR;
}

FLAC__StreamEncoderSeekStatus FlacEncoder::onSeek(const FLAC__StreamEncoder*, FLAC__uint64 offset, void* self)
{
    static_cast<FlacEncoder*>(self)->_rewriteOffset = offset;
    return FLAC__STREAM_ENCODER_SEEK_STATUS_OK;
}

FLAC__StreamEncoderTellStatus FlacEncoder::onTell(const FLAC__StreamEncoder*, FLAC__uint64* offset,
                                                  void* self)
{
    const auto* encoder = static_cast<FlacEncoder*>(self);
    *offset = encoder->_rewriteOffset.value_or(encoder->_output.total());
    return FLAC__STREAM_ENCODER_TELL_STATUS_OK;
}

void FlacEncoder::fail() const
{
    throw std::runtime_error(std::string("libFLAC: ") +
                             FLAC__stream_encoder_get_resolved_state_string(_encoder.get()));
}

}  // namespace scaispeak::audio
