#include "mp3_decoder.hpp"

#include <mpg123.h>

#include <algorithm>
#include <new>
#include <utility>

namespace scaispeak::relay {
namespace {

constexpr long flags = MPG123_QUIET | MPG123_SKIP_ID3V2 | MPG123_GAPLESS | MPG123_NO_RESYNC;
constexpr std::array<long, 9> rates{8'000, 11'025, 12'000, 16'000, 22'050, 24'000, 32'000, 44'100, 48'000};

/// Whether a stream of layer III begins so: with a frame of a known bit rate, or with a tag. libmpg123 would
/// search on, and in samples that are called MP3 it finds frames.
bool beginsStream(const std::array<std::uint8_t, 3>& start)
{
    if (start == std::array<std::uint8_t, 3>{'I', 'D', '3'}) return true;
    const bool synchronised = start[0] == 0xFF && (start[1] & 0xE0) == 0xE0;
    const int version = (start[1] >> 3) & 3;
    const int layer = (start[1] >> 1) & 3;
    const int bitRate = start[2] >> 4;
    const int rate = (start[2] >> 2) & 3;
    return synchronised && version != 1 && layer == 1 && bitRate != 0 && bitRate != 15 && rate != 3;
}

/// An Info frame that knows no length says 0xFFFFFFFF bytes, as the host's own streams do, of which libmpg123
/// makes at least so many frames. No speech has them.
constexpr off_t unknownLength = 1'500'000'000;

bool setUp(mpg123_handle* decoder)
{
    if (mpg123_param(decoder, MPG123_ADD_FLAGS, flags, 0) != MPG123_OK ||
        mpg123_param(decoder, MPG123_RESYNC_LIMIT, 0, 0) != MPG123_OK ||
        mpg123_format_none(decoder) != MPG123_OK)
        return false;
    for (const long rate : rates)
        if (mpg123_format(decoder, rate, MPG123_MONO | MPG123_STEREO, MPG123_ENC_SIGNED_16) != MPG123_OK)
            return false;
    return mpg123_open_feed(decoder) == MPG123_OK;
}

}  // namespace

Mp3Decoder::Mp3Decoder(SampleTaker& taker) : _taker(taker), _decoder(mpg123_new(nullptr, nullptr))
{
    if (_decoder != nullptr && setUp(_decoder)) return;
    mpg123_delete(_decoder);
    throw std::bad_alloc();
}

Mp3Decoder::~Mp3Decoder()
{
    mpg123_delete(_decoder);
}

bool Mp3Decoder::take(Span<const std::uint8_t> bytes)
{
    for (std::size_t at = 0; at < bytes.size() && _started < _start.size(); ++at) {
        _start[_started++] = bytes[at];
        if (_started == _start.size() && !beginsStream(_start))
            throw Unfit("the body is called MP3 and begins as something else");
    }
    if (_sampleRate == 0 && _start[0] == 0xFF) _held.insert(_held.end(), bytes.begin(), bytes.end());
    if (mpg123_feed(_decoder, bytes.data(), bytes.size()) != MPG123_OK) throw std::bad_alloc();
    if (!_passing && !drain()) return false;
    if (_sampleRate == 0) return true;
    if (!_passing) {
        _held = {};
        return true;
    }
    readFrames();
    return passOn(bytes);
}

bool Mp3Decoder::drain()
{
    for (;;) {
        std::size_t made = 0;
        const int said = mpg123_read(_decoder, _samples.data(), _samples.size(), &made);
        if (made > 0 && !push(made)) return false;
        if (said == MPG123_NEW_FORMAT) {
            readFormat();
            choosePassage();
            if (_passing) return true;
        }
        else if (said == MPG123_NEED_MORE || (said == MPG123_OK && made == 0))
            return true;
        else if (said != MPG123_OK)
            throw Unfit("the MP3 stream cannot be decoded");
    }
}

void Mp3Decoder::readFormat()
{
    long rate = 0;
    int channels = 0;
    int encoding = 0;
    if (_sampleRate != 0) throw Unfit("the MP3 stream changes its sample rate or channels");
    if (mpg123_getformat(_decoder, &rate, &channels, &encoding) != MPG123_OK || rate < 8'000)
        throw Unfit("the MP3 stream cannot be decoded");
    _sampleRate = static_cast<std::uint32_t>(rate);
    _channels = static_cast<std::uint32_t>(channels);
}

/// Before the first frame is decoded. A tag is no audio, and players differ in what they make of it.
void Mp3Decoder::choosePassage()
{
    mpg123_frameinfo2 frame{};
    _passing = _start[0] == 0xFF && mpg123_info2(_decoder, &frame) == MPG123_OK && frame.layer == 3 &&
               frame.mode == MPG123_M_MONO && _taker.passes(_sampleRate);
}

void Mp3Decoder::readFrames()
{
    for (;;) {
        const int said = mpg123_framebyframe_next(_decoder);
        if (said == MPG123_NEED_MORE) return;
        if (said == MPG123_NEW_FORMAT) throw Unfit("the MP3 stream changes its sample rate or channels");
        if (said != MPG123_OK) throw Unfit("the MP3 stream is not one frame after the other");
        checkFrame();
    }
}

void Mp3Decoder::checkFrame() const
{
    mpg123_frameinfo2 frame{};
    if (mpg123_info2(_decoder, &frame) != MPG123_OK || frame.layer != 3 || frame.mode != MPG123_M_MONO ||
        frame.rate != static_cast<long>(_sampleRate))
        throw Unfit("the MP3 stream changes its sample rate or channels");
}

bool Mp3Decoder::passOn(Span<const std::uint8_t> bytes)
{
    const auto frames = static_cast<std::uint64_t>(std::max<off_t>(mpg123_tellframe(_decoder), 0));
    const std::uint64_t before = _frames;
    _frames = frames * static_cast<std::uint64_t>(std::max(mpg123_spf(_decoder), 0));
    const std::uint64_t more = _frames - std::min(before, _frames);
    if (_held.empty()) return _taker.encoded(bytes, more);
    const auto first = std::exchange(_held, {});
    return _taker.encoded({first.data(), first.size()}, more);
}

/// Samples that were cut off where the stream was decoded, and are still there where it passes.
std::uint64_t Mp3Decoder::added() const
{
    std::uint64_t sum = 0;
    for (const auto which : {MPG123_ENC_DELAY, MPG123_ENC_PADDING}) {
        long value = 0;
        if (_passing && mpg123_getstate(_decoder, which, &value, nullptr) == MPG123_OK && value > 0)
            sum += static_cast<std::uint64_t>(value);
    }
    return sum;
}

bool Mp3Decoder::push(std::size_t size)
{
    if (_sampleRate == 0) throw Unfit("the MP3 stream cannot be decoded");
    if (_frames == 0 && !_taker.begin(_sampleRate, _channels)) return false;
    _frames += size / (std::size_t{2} * _channels);
    return _taker.samples({_samples.data(), size});
}

void Mp3Decoder::finish()
{
    if (_sampleRate == 0) throw Unfit("the body is called MP3 and holds none");
    long left = 0;
    mpg123_getstate(_decoder, MPG123_BUFFERFILL, &left, nullptr);
    const off_t announced = mpg123_length(_decoder);
    const bool known = announced > 0 && announced < unknownLength;
    if (left > 0 || (known && static_cast<std::uint64_t>(announced) + added() > _frames))
        throw Unfit("the MP3 stream ends too early");
}

}  // namespace scaispeak::relay
