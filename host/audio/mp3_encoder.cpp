#include "audio/mp3_encoder.hpp"

#include "audio/mp3_info_frame.hpp"

#include <lame/lame.h>

#include <algorithm>
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
    : _sink(sink), _rewritable(sink.rewritable()), _begun(_rewritable), _lame(lame_init())
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
    lame_set_bWriteVbrTag(lame, 1);
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
    const auto made = std::span(_output).first(static_cast<std::size_t>(bytes));
    if (!_begun)
        sendBeginning(made);
    else if (bytes > 0)
        _sink.write(made);
}

void Mp3Encoder::sendBeginning(std::span<const std::byte> bytes)
{
    // LAME leaves room for the Info frame at once, and fills it only when a frame is made.
    _beginning.insert(_beginning.end(), bytes.begin(), bytes.end());
    const std::size_t size = infoFrame();
    if (size == 0 || size > _beginning.size()) return;
    declareUnknownLength(std::span(_output).first(size));
    std::copy_n(_output.begin(), size, _beginning.begin());
    _begun = true;
    _sink.write(_beginning);
    _beginning = {};
}

/// Into the output's beginning; 0 as long as there is none.
std::size_t Mp3Encoder::infoFrame()
{
    const std::size_t bytes = lame_get_lametag_frame(_lame.get(), raw(_output), _output.size());
    if (bytes > _output.size()) throw std::runtime_error("lame's info frame does not fit");
    return bytes;
}

void Mp3Encoder::rewriteInfoFrame()
{
    if (const std::size_t bytes = infoFrame(); bytes > 0) _sink.rewrite(0, std::span(_output).first(bytes));
}

}  // namespace scaispeak::audio
