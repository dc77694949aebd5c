#pragma once

#include "../backend.h"
#include "fake_host.hpp"

#include <cstring>
#include <vector>

namespace scaispeak::testing {

/// A mark, and how many bytes had been written when it came.
struct RecordedEvent
{
    std::int32_t kind;
    std::uint64_t offset;
    std::uint64_t length;
    std::uint64_t frame;
    std::uint64_t bytesBefore;
};

/// Takes everything an engine pushes, and stops it after some writes if told to.
class RecordingSink
{
public:
    RecordingSink()
    {
        _sink.struct_size = sizeof _sink;
        _sink.ctx = this;
        _sink.begin = [](void* ctx, std::int32_t madeAs, std::uint32_t rate,
                         std::uint32_t wide) -> scs_status {
            auto& self = *static_cast<RecordingSink*>(ctx);
            ++self.begins;
            self.encoding = madeAs;
            self.sampleRate = rate;
            self.channels = wide;
            return SCS_OK;
        };
        _sink.write = [](void* ctx, const std::uint8_t* data, std::uint64_t size) -> scs_status {
            auto& self = *static_cast<RecordingSink*>(ctx);
            if (++self.writes > self.stopAfterWrites) return SCS_CLOSED;
            self.bytes.insert(self.bytes.end(), data, data + size);
            return SCS_OK;
        };
        _sink.event = [](void* ctx, const scs_speech_event* event) -> scs_status {
            auto& self = *static_cast<RecordingSink*>(ctx);
            self.events.push_back(
                {event->kind, event->text_offset, event->text_length, event->frame, self.bytes.size()});
            return SCS_OK;
        };
    }
    RecordingSink(const RecordingSink&) = delete;
    RecordingSink& operator=(const RecordingSink&) = delete;

    const scs_audio_sink* raw() const noexcept { return &_sink; }
    std::vector<std::int16_t> samples() const
    {
        std::vector<std::int16_t> out(bytes.size() / 2);
        if (!out.empty()) std::memcpy(out.data(), bytes.data(), out.size() * 2);
        return out;
    }

    int begins = 0;
    int writes = 0;
    int stopAfterWrites = 1000000;
    std::int32_t encoding = 0;
    std::uint32_t sampleRate = 0;
    std::uint32_t channels = 0;
    std::vector<std::uint8_t> bytes;
    std::vector<RecordedEvent> events;

private:
    scs_audio_sink _sink{};
};

/// What was asked, how it ended, and what came out.
struct Spoken
{
    scs_status status = SCS_INTERNAL;
    scs_synthesis_result result{};
    CapturedError error;
    RecordingSink sink;
};

/// Runs one synthesize with a preset voice. `speed` 0 = not given.
inline void speak(const scs_backend& backend, void* instance, FakeHost& host, std::string_view voice,
                  std::string_view words, Spoken& spoken, double speed = 0)
{
    static constexpr std::int32_t accept[] = {SCS_ENCODING_PCM_S16, SCS_ENCODING_PCM_F32};
    scs_synthesis_request request{};
    request.struct_size = sizeof request;
    request.text = raw(words);
    request.engine_voice = raw(voice);
    request.accept = accept;
    request.accept_count = 2;
    request.speed = speed;
    request.set_fields = speed > 0 ? SCS_SET_SPEED : 0;
    spoken.result.struct_size = sizeof spoken.result;
    const scs_call call = host.call();
    spoken.status =
        backend.synthesize(instance, &call, &request, spoken.sink.raw(), &spoken.result, spoken.error.raw());
}

}  // namespace scaispeak::testing
