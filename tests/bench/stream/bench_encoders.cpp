// What the way of an utterance through resampler and encoder costs beside the same libraries called directly,
// with the same settings, in the same chunks. Prints seconds of audio a CPU second of both, and the share;
// medians of rounds that alternate.
#include "audio/utterance_encoder.hpp"

#include <FLAC/stream_encoder.h>
#include <lame/lame.h>
#include <opusenc.h>
#include <soxr.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <functional>
#include <string>
#include <vector>

namespace {

using namespace scaispeak;

constexpr std::uint32_t rate = 24000;
constexpr std::size_t seconds = 30;
constexpr std::size_t chunk = 2400;
constexpr int rounds = 7;

class Counting : public audio::ByteSink
{
public:
    void write(std::span<const std::byte> bytes) override { total += bytes.size(); }
    std::size_t total = 0;
};

/// Something between a tone and noise, so that codecs have work to do.
std::vector<std::int16_t> speechLike(std::uint32_t sampleRate)
{
    std::vector<std::int16_t> samples(seconds * sampleRate);
    std::uint32_t random = 1;
    for (std::size_t index = 0; index < samples.size(); ++index) {
        random = random * 1664525 + 1013904223;
        const double time = static_cast<double>(index) / sampleRate;
        const double noise = static_cast<double>(random >> 16) / 65536 - 0.5;
        const double voice = std::sin(820 * time) + 0.5 * std::sin(2460 * time) + 0.3 * std::sin(7000 * time);
        samples[index] =
            static_cast<std::int16_t>(6000 * std::abs(std::sin(9 * time)) * (voice + 0.4 * noise));
    }
    return samples;
}

using Piece = std::function<void(const std::int16_t*, std::size_t)>;

void inChunks(const std::vector<std::int16_t>& samples, const Piece& take)
{
    for (std::size_t at = 0; at < samples.size(); at += chunk)
        take(samples.data() + at, std::min(chunk, samples.size() - at));
}

void ours(core::ResponseFormat format, std::uint32_t inputRate, const std::vector<std::int16_t>& samples)
{
    Counting sink;
    audio::UtteranceEncoder encoder(format, rate, sink);
    encoder.beginSegment({core::Encoding::PcmS16, inputRate, 1});
    inChunks(samples, [&](const std::int16_t* at, std::size_t size) {
        encoder.write(std::as_bytes(std::span(at, size)));
    });
    encoder.endSegment();
    encoder.finish();
}

void bareLame(const std::vector<std::int16_t>& samples)
{
    lame_t lame = lame_init();
    lame_set_num_channels(lame, 1);
    lame_set_mode(lame, MONO);
    lame_set_in_samplerate(lame, rate);
    lame_set_out_samplerate(lame, rate);
    lame_set_VBR(lame, vbr_off);
    lame_set_brate(lame, 64);
    lame_set_quality(lame, 5);
    lame_set_bWriteVbrTag(lame, 0);
    lame_init_params(lame);
    std::vector<unsigned char> out(chunk * 2 + 7200);
    inChunks(samples, [&](const std::int16_t* at, std::size_t size) {
        lame_encode_buffer(lame, at, nullptr, static_cast<int>(size), out.data(),
                           static_cast<int>(out.size()));
    });
    lame_encode_flush(lame, out.data(), static_cast<int>(out.size()));
    lame_close(lame);
}

void bareOpus(const std::vector<std::int16_t>& samples)
{
    const OpusEncCallbacks callbacks{[](void*, const unsigned char*, opus_int32) { return 0; },
                                     [](void*) { return 0; }};
    OggOpusComments* comments = ope_comments_create();
    OggOpusEnc* encoder = ope_encoder_create_callbacks(&callbacks, nullptr, comments, rate, 1, 0, nullptr);
    ope_encoder_ctl(encoder, OPUS_SET_BITRATE(32000));
    ope_encoder_ctl(encoder, OPUS_SET_COMPLEXITY(5));
    ope_encoder_ctl(encoder, OPUS_SET_MAX_BANDWIDTH(OPUS_BANDWIDTH_SUPERWIDEBAND));
    ope_encoder_ctl(encoder, OPE_SET_MUXING_DELAY(480));
    ope_encoder_ctl(encoder, OPE_SET_DECISION_DELAY(0));
    inChunks(samples, [&](const std::int16_t* at, std::size_t size) {
        ope_encoder_write(encoder, at, static_cast<int>(size));
    });
    ope_encoder_drain(encoder);
    ope_encoder_destroy(encoder);
    ope_comments_destroy(comments);
}

void bareFlac(const std::vector<std::int16_t>& samples)
{
    FLAC__StreamEncoder* encoder = FLAC__stream_encoder_new();
    FLAC__stream_encoder_set_compression_level(encoder, 5);
    FLAC__stream_encoder_set_channels(encoder, 1);
    FLAC__stream_encoder_set_bits_per_sample(encoder, 16);
    FLAC__stream_encoder_set_sample_rate(encoder, rate);
    FLAC__stream_encoder_set_blocksize(encoder, 1152);
    const auto drop = [](const FLAC__StreamEncoder*, const FLAC__byte*, std::size_t, std::uint32_t,
                         std::uint32_t, void*) { return FLAC__STREAM_ENCODER_WRITE_STATUS_OK; };
    FLAC__stream_encoder_init_stream(encoder, drop, nullptr, nullptr, nullptr, nullptr);
    std::vector<FLAC__int32> wide;
    inChunks(samples, [&](const std::int16_t* at, std::size_t size) {
        wide.assign(at, at + size);
        const FLAC__int32* channel = wide.data();
        FLAC__stream_encoder_process(encoder, &channel, static_cast<unsigned>(size));
    });
    FLAC__stream_encoder_finish(encoder);
    FLAC__stream_encoder_delete(encoder);
}

void bareSoxr(const std::vector<std::int16_t>& samples)
{
    soxr_io_spec_t io = soxr_io_spec(SOXR_INT16_I, SOXR_INT16_I);
    io.flags = SOXR_NO_DITHER;
    const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_HQ, 0);
    soxr_runtime_spec_t runtime = soxr_runtime_spec(1);
    runtime.log2_min_dft_size = 8;
    runtime.log2_large_dft_size = 8;
    soxr_t handle = soxr_create(22050, rate, 1, nullptr, &io, &quality, &runtime);
    std::vector<std::int16_t> out(chunk * 2);
    std::size_t made = 0;
    inChunks(samples, [&](const std::int16_t* at, std::size_t size) {
        soxr_process(handle, at, size, nullptr, out.data(), out.size(), &made);
    });
    soxr_process(handle, nullptr, 0, nullptr, out.data(), out.size(), &made);
    soxr_delete(handle);
}

double cpuSeconds(const std::function<void()>& work)
{
    const std::clock_t begin = std::clock();
    work();
    return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

void compare(const std::string& name, const std::function<void()>& own, const std::function<void()>& bare)
{
    std::vector<double> mine;
    std::vector<double> theirs;
    for (int round = 0; round < rounds; ++round) {
        mine.push_back(cpuSeconds(own));
        theirs.push_back(cpuSeconds(bare));
    }
    std::nth_element(mine.begin(), mine.begin() + rounds / 2, mine.end());
    std::nth_element(theirs.begin(), theirs.begin() + rounds / 2, theirs.end());
    const double fast = static_cast<double>(seconds) / mine[rounds / 2];
    const double bareFast = static_cast<double>(seconds) / theirs[rounds / 2];
    std::printf("| %s | %.0f | %.0f | %.2f |\n", name.c_str(), fast, bareFast, fast / bareFast);
}

}  // namespace

int main()
{
    const auto samples = speechLike(rate);
    const auto other = speechLike(22050);
    std::printf("| encoder | ours, x real time | library alone | share |\n|---|---|---|---|\n");
    compare(
        "mp3 (lame)", [&] { ours(core::ResponseFormat::Mp3, rate, samples); }, [&] { bareLame(samples); });
    compare(
        "opus (libopusenc)", [&] { ours(core::ResponseFormat::Opus, rate, samples); },
        [&] { bareOpus(samples); });
    compare(
        "flac (libFLAC)", [&] { ours(core::ResponseFormat::Flac, rate, samples); },
        [&] { bareFlac(samples); });
    compare(
        "pcm, 22050 to 24000 Hz (soxr)", [&] { ours(core::ResponseFormat::Pcm, 22050, other); },
        [&] { bareSoxr(other); });
}
