#include "audio/mp3_encoder.hpp"

#include <lame/lame.h>

#include <cstdarg>
#include <stdexcept>
#include <string>

namespace scaispeak::audio {

namespace {

constexpr int kilobits = 64;
constexpr int quality = 5;  // "good quality, fast" of lame.h

// What lame.h asks of an output buffer.
std::size_t worstCaseBytes(std::size_t samples)
{
    return samples + samples / 4 + 7200;
}

void silence(const char*, std::va_list) {}

unsigned char* raw(std::vector<std::byte>& bytes)
{
    return reinterpret_cast<unsigned char*>(bytes.data());
}

}  // namespace

void Mp3Encoder::Close::operator()(lame_global_struct* lame) const noexcept
{
    lame_close(lame);
}

Mp3Encoder::Mp3Encoder(std::uint32_t sampleRate, ByteSink& sink)
    : _sink(sink), _rewritable(sink.rewritable()), _lame(lame_init())
{
    if (!_lame) throw std::bad_alloc();
    configure(sampleRate);
    if (lame_init_params(_lame.get()) < 0)
        throw std::runtime_error("lame refuses " + std::to_string(sampleRate) + " Hz at 64 kbit/s");
}

void Mp3Encoder::configure(std::uint32_t sampleRate)
{
    lame_t lame = _lame.get();
    lame_set_errorf(lame, silence);
    lame_set_debugf(lame, silence);
    lame_set_msgf(lame, silence);
    lame_set_num_channels(lame, 1);
    lame_set_mode(lame, MONO);
    lame_set_in_samplerate(lame, static_cast<int>(sampleRate));
    lame_set_out_samplerate(lame, static_cast<int>(sampleRate));
    lame_set_VBR(lame, vbr_off);
    lame_set_brate(lame, kilobits);
    lame_set_quality(lame, quality);
    lame_set_write_id3tag_automatic(lame, 0);
    lame_set_bWriteVbrTag(lame, _rewritable ? 1 : 0);
}

void Mp3Encoder::encode(std::span<const std::int16_t> samples)
{
    if (samples.empty()) return;
    const std::size_t room = worstCaseBytes(samples.size());
    if (_output.size() < room) _output.resize(room);
    send(lame_encode_buffer(_lame.get(), samples.data(), nullptr, static_cast<int>(samples.size()),
                            raw(_output), static_cast<int>(_output.size())));
}

void Mp3Encoder::finish()
{
    const std::size_t room = worstCaseBytes(0);
    if (_output.size() < room) _output.resize(room);
    send(lame_encode_flush(_lame.get(), raw(_output), static_cast<int>(_output.size())));
    if (_rewritable) rewriteInfoFrame();
}

void Mp3Encoder::send(int bytes)
{
    if (bytes < 0) throw std::runtime_error("lame failed with " + std::to_string(bytes));
    if (bytes > 0) _sink.write(std::span(_output).first(static_cast<std::size_t>(bytes)));
}

void Mp3Encoder::rewriteInfoFrame()
{
    const std::size_t bytes = lame_get_lametag_frame(_lame.get(), raw(_output), _output.size());
    if (bytes > _output.size()) throw std::runtime_error("lame's info frame does not fit");
    if (bytes > 0) _sink.rewrite(0, std::span(_output).first(bytes));
}

}  // namespace scaispeak::audio
