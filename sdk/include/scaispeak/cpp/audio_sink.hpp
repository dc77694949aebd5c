#pragma once

#include "../backend.h"
#include "synthesis_request.hpp"

namespace scaispeak {

/// Something said about the text, before the audio it names: see scs_speech_event.
struct SpeechEvent
{
    std::int32_t kind = SCS_EVENT_WORD;
    std::uint64_t textOffset = 0;  ///< Bytes.
    std::uint64_t textLength = 0;  ///< Bytes.
    std::uint64_t frame = 0;
    std::string_view name = {};
};

/// Where audio goes. Use it on the thread that runs synthesize. Anything but Ok means that no more is wanted:
/// return from synthesize. It remembers the first such answer, gives it to every later push, and the wrapper
/// returns it.
class AudioSink
{
public:
    explicit AudioSink(const scs_audio_sink* raw) noexcept : _raw(readStruct(raw)) {}
    AudioSink(const AudioSink&) = delete;
    AudioSink& operator=(const AudioSink&) = delete;

    /// Once, when the first audio is there.
    Status begin(Encoding encoding, std::uint32_t sampleRate, std::uint32_t channels)
    {
        _frameBytes = encoding == Encoding::PcmS16   ? 2 * channels
                      : encoding == Encoding::PcmF32 ? 4 * channels
                                                     : 0;
        return push(
            [&] { return _raw.begin(_raw.ctx, static_cast<std::int32_t>(encoding), sampleRate, channels); });
    }
    /// Blocks while the listener is behind.
    Status write(Span<const std::uint8_t> bytes)
    {
        const Status status = push([&] { return _raw.write(_raw.ctx, bytes.data(), bytes.size()); });
        if (status == Status::Ok) _bytes += bytes.size();
        return status;
    }
    Status write(Span<const std::int16_t> samples) { return write(bytesOf(samples)); }
    Status write(Span<const float> samples) { return write(bytesOf(samples)); }
    /// Before the audio it names.
    Status event(const SpeechEvent& event)
    {
        auto wire = newStruct<scs_speech_event>();
        wire.kind = event.kind;
        wire.text_offset = event.textOffset;
        wire.text_length = event.textLength;
        wire.frame = event.frame;
        wire.name = str(event.name);
        return push([&] { return _raw.event(_raw.ctx, &wire); });
    }

    Status status() const noexcept { return _status; }
    /// Frames taken so far; 0 when passing bytes through.
    std::uint64_t frames() const noexcept { return _frameBytes == 0 ? 0 : _bytes / _frameBytes; }

private:
    template <class Sample>
    static Span<const std::uint8_t> bytesOf(Span<const Sample> samples) noexcept
    {
        static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "PCM crosses in little endian");
        return {reinterpret_cast<const std::uint8_t*>(samples.data()), samples.size() * sizeof(Sample)};
    }
    template <class Push>
    Status push(Push&& call)
    {
        if (_status == Status::Ok) _status = static_cast<Status>(call());
        return _status;
    }

    scs_audio_sink _raw;
    Status _status = Status::Ok;
    std::uint64_t _frameBytes = 0;
    std::uint64_t _bytes = 0;
};

}  // namespace scaispeak
