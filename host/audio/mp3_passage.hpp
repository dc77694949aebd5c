#pragma once

#include "audio/byte_sink.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

struct mpg123_handle_struct;

namespace scaispeak::audio {

/// A whole MP3 stream that somebody else encoded, on its way to a caller who asked for just that: bytes go to
/// `sink` as they came, once the frames in them are known to be mono frames of layer III at `sampleRate`
/// (Hz), one after the other. Nothing is decoded. One thread at a time. AudioFault where the stream is
/// something else, or not whole; exceptions of the sink pass through. After either nothing more is written.
class Mp3Passage
{
public:
    /// `sink` must outlive the object.
    Mp3Passage(std::uint32_t sampleRate, ByteSink& sink);

    /// Any number of bytes, cut anywhere. The first ones wait until a frame is whole.
    void write(std::span<const std::byte> bytes);
    /// AudioFault where the stream ends within a frame, or before the length that its first frame names.
    void finish();

    bool begun() const noexcept { return _sent; }
    /// What a decoder gets that leaves out the delay and the padding of which the first frame tells.
    std::uint64_t samples() const noexcept;

private:
    struct Delete
    {
        void operator()(mpg123_handle_struct* reader) const noexcept;
    };

    void checkStart(std::span<const std::byte> bytes);
    void readFrames();
    void checkFrame() const;
    std::uint64_t allSamples() const noexcept;
    /// Of all frames that the first one names; 0: it names none.
    std::uint64_t announced() const noexcept;
    void send(std::span<const std::byte> bytes);

    const std::uint32_t _sampleRate;
    ByteSink& _sink;
    std::unique_ptr<mpg123_handle_struct, Delete> _reader;
    std::array<std::byte, 2> _start{};
    std::size_t _started = 0;
    std::uint64_t _frames = 0;
    std::vector<std::byte> _held;  ///< What came before the first frame was whole.
    bool _sent = false;
};

}  // namespace scaispeak::audio
