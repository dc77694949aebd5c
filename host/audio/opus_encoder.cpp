#include "audio/opus_encoder.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace scaispeak::audio {

namespace {

constexpr opus_int32 bitRate = 32000;
constexpr opus_int32 complexity = 5;
// libopusenc codes a packet when there is a sample more than it holds. The first one is half as long as the
// others, so that it leaves with the first 20 ms and not with what follows them.
constexpr opus_int32 firstPacket = OPUS_FRAMESIZE_10_MS;
constexpr opus_int32 otherPackets = OPUS_FRAMESIZE_20_MS;
constexpr std::uint32_t firstPart = 50;  // of a second
constexpr opus_int32 pageSamples = 480;  // 10 ms of Opus' own 48 kHz: a page for every packet

void check(int status)
{
    if (status != OPE_OK) throw std::runtime_error(std::string("libopusenc: ") + ope_strerror(status));
}

// libopusenc always runs the codec at 48 kHz: the bandwidth keeps it from spending bits above what can be
// there, as coding at the next of Opus' own rates would.
opus_int32 bandwidth(std::uint32_t sampleRate)
{
    if (sampleRate <= 8000) return OPUS_BANDWIDTH_NARROWBAND;
    if (sampleRate <= 16000) return OPUS_BANDWIDTH_WIDEBAND;
    if (sampleRate <= 24000) return OPUS_BANDWIDTH_SUPERWIDEBAND;
    return OPUS_BANDWIDTH_FULLBAND;
}

}  // namespace

OpusStreamEncoder::OpusStreamEncoder(std::uint32_t sampleRate, ByteSink& sink)
    : _sink(sink), _comments(ope_comments_create()), _firstSamples(sampleRate / firstPart)
{
    if (!_comments) throw std::bad_alloc();
    constexpr OpusEncCallbacks callbacks{onWrite, onClose};
    int status = OPE_OK;
    _encoder.reset(ope_encoder_create_callbacks(&callbacks, &_output, _comments.get(),
                                                static_cast<opus_int32>(sampleRate), 1, 0, &status));
    check(status);
    configure(sampleRate);
}

void OpusStreamEncoder::configure(std::uint32_t sampleRate)
{
    OggOpusEnc* encoder = _encoder.get();
    check(ope_encoder_ctl(encoder, OPUS_SET_BITRATE(bitRate)));
    check(ope_encoder_ctl(encoder, OPUS_SET_EXPERT_FRAME_DURATION(firstPacket)));
    check(ope_encoder_ctl(encoder, OPUS_SET_COMPLEXITY(complexity)));
    check(ope_encoder_ctl(encoder, OPUS_SET_MAX_BANDWIDTH(bandwidth(sampleRate))));
    // Without these three nothing leaves before the first second, and the head is padded for tags to come.
    check(ope_encoder_ctl(encoder, OPE_SET_MUXING_DELAY(pageSamples)));
    check(ope_encoder_ctl(encoder, OPE_SET_DECISION_DELAY(0)));
    check(ope_encoder_ctl(encoder, OPE_SET_COMMENT_PADDING(0)));
}

void OpusStreamEncoder::encode(std::span<const std::int16_t> samples)
{
    if (_firstSamples > 0) {
        const auto first = samples.first(std::min(samples.size(), _firstSamples));
        write(first);
        samples = samples.subspan(first.size());
        _firstSamples -= first.size();
        if (_firstSamples > 0) return;
        check(ope_encoder_ctl(_encoder.get(), OPUS_SET_EXPERT_FRAME_DURATION(otherPackets)));
    }
    write(samples);
}

void OpusStreamEncoder::write(std::span<const std::int16_t> samples)
{
    if (samples.empty()) return;
    check(ope_encoder_write(_encoder.get(), samples.data(), static_cast<int>(samples.size())));
    _output.sendTo(_sink);
}

void OpusStreamEncoder::finish()
{
    // libopusenc aborts where it is drained without ever having been written to.
    constexpr opus_int16 nothing = 0;
    check(ope_encoder_write(_encoder.get(), &nothing, 0));
    check(ope_encoder_drain(_encoder.get()));
    _output.sendTo(_sink);
}

int OpusStreamEncoder::onWrite(void* output, const unsigned char* data, opus_int32 size)
{
    return static_cast<OutputBuffer*>(output)->append(data, static_cast<std::size_t>(size)) ? 0 : 1;
}

int OpusStreamEncoder::onClose(void*)
{
    return 0;
}

}  // namespace scaispeak::audio
