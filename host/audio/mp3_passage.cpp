#include "audio/mp3_passage.hpp"

#include "audio/audio_fault.hpp"

#include <mpg123.h>

#include <algorithm>
#include <new>
#include <string>
#include <utility>

namespace scaispeak::audio {

namespace {

constexpr long flags = MPG123_QUIET | MPG123_NO_RESYNC;

/// Two frames of the longest kind are less.
constexpr std::size_t mostHeld = std::size_t{64} * 1024;

/// Of a first frame that says 0xFFFFFFFF bytes for a length that it does not know, libmpg123 makes at least
/// so many frames.
constexpr off_t unknownLength = 1'500'000'000;

/// What a decoder of layer III adds to the delay of the encoder.
constexpr std::uint64_t decoderDelay = 529;

bool setUp(mpg123_handle* reader)
{
    return mpg123_param(reader, MPG123_ADD_FLAGS, flags, 0) == MPG123_OK &&
           mpg123_param(reader, MPG123_REMOVE_FLAGS, MPG123_GAPLESS, 0) == MPG123_OK &&
           mpg123_param(reader, MPG123_RESYNC_LIMIT, 0, 0) == MPG123_OK &&
           mpg123_open_feed(reader) == MPG123_OK;
}

long stateOf(mpg123_handle* reader, mpg123_state which)
{
    long value = 0;
    return mpg123_getstate(reader, which, &value, nullptr) == MPG123_OK ? value : -1;
}

}  // namespace

void Mp3Passage::Delete::operator()(mpg123_handle_struct* reader) const noexcept
{
    mpg123_delete(reader);
}

Mp3Passage::Mp3Passage(std::uint32_t sampleRate, ByteSink& sink)
    : _sampleRate(sampleRate), _sink(sink), _reader(mpg123_new(nullptr, nullptr))
{
    if (!_reader || !setUp(_reader.get())) throw std::bad_alloc();
}

void Mp3Passage::write(std::span<const std::byte> bytes)
{
    checkStart(bytes);
    if (mpg123_feed(_reader.get(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()) !=
        MPG123_OK)
        throw std::bad_alloc();
    readFrames();
    send(bytes);
}

/// libmpg123 would search for a frame.
void Mp3Passage::checkStart(std::span<const std::byte> bytes)
{
    for (std::size_t at = 0; at < bytes.size() && _started < _start.size(); ++at) {
        _start[_started++] = bytes[at];
        if (_started < _start.size()) continue;
        const bool synchronised =
            _start[0] == std::byte{0xFF} && (_start[1] & std::byte{0xE6}) == std::byte{0xE2};
        if (!synchronised) throw AudioFault("the engine's MP3 does not begin with a frame of layer III");
    }
}

void Mp3Passage::readFrames()
{
    for (;;) {
        const int said = mpg123_framebyframe_next(_reader.get());
        if (said == MPG123_NEED_MORE) return;
        if (said != MPG123_OK && said != MPG123_NEW_FORMAT)
            throw AudioFault("the engine's MP3 is not one frame after the other, from frame " +
                             std::to_string(_frames));
        checkFrame();
        ++_frames;
    }
}

void Mp3Passage::checkFrame() const
{
    mpg123_frameinfo2 frame{};
    if (mpg123_info2(_reader.get(), &frame) != MPG123_OK || frame.layer != 3 || frame.mode != MPG123_M_MONO ||
        frame.rate != static_cast<long>(_sampleRate))
        throw AudioFault("the engine's MP3 is not layer III, mono, " + std::to_string(_sampleRate) +
                         " Hz at frame " + std::to_string(_frames));
}

void Mp3Passage::send(std::span<const std::byte> bytes)
{
    if (_frames == 0) {
        if (bytes.size() > mostHeld - _held.size()) throw AudioFault("the engine's MP3 has no frame");
        _held.insert(_held.end(), bytes.begin(), bytes.end());
        return;
    }
    _sent = true;
    if (!_held.empty()) _sink.write(std::exchange(_held, {}));
    if (!bytes.empty()) _sink.write(bytes);
}

void Mp3Passage::finish()
{
    if (_frames == 0) throw AudioFault("the engine's MP3 has no frame");
    if (stateOf(_reader.get(), MPG123_BUFFERFILL) > 0)
        throw AudioFault("the engine's MP3 ends within a frame");
    if (announced() > allSamples())
        throw AudioFault("the engine's MP3 ends before the length that its first frame names");
}

std::uint64_t Mp3Passage::allSamples() const noexcept
{
    if (_frames == 0) return 0;
    return _frames * static_cast<std::uint64_t>(std::max(mpg123_spf(_reader.get()), 0));
}

std::uint64_t Mp3Passage::announced() const noexcept
{
    const off_t length = mpg123_length(_reader.get());
    return length > 0 && length < unknownLength ? static_cast<std::uint64_t>(length) : 0;
}

std::uint64_t Mp3Passage::samples() const noexcept
{
    const std::uint64_t all = allSamples();
    const long delay = stateOf(_reader.get(), MPG123_ENC_DELAY);
    const long padding = stateOf(_reader.get(), MPG123_ENC_PADDING);
    if (all == 0 || delay < 0 || padding < 0) return all;
    // What the decoder adds at the start it takes from the padding. Where the length is not known nobody can
    // tell where the padding begins.
    const auto added = static_cast<std::uint64_t>(padding);
    const std::uint64_t cut = announced() > 0 && added > decoderDelay ? added - decoderDelay : 0;
    const std::uint64_t left = static_cast<std::uint64_t>(delay) + decoderDelay + cut;
    return all > left ? all - left : 0;
}

}  // namespace scaispeak::audio
