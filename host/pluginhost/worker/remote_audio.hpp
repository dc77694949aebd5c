#pragma once

#include "pluginhost/worker/remote_call.hpp"

#include <scaispeak/backend.h>

#include <optional>
#include <vector>

namespace scaispeak::pluginhost {

/// Passes a worker's audio on to the sink of a synthesize call, and lets it read the reference clip. What
/// comes before the first bytes is held back, so that another worker can begin anew when this one dies.
class RemoteAudio : public RemoteListener
{
public:
    RemoteAudio(const scs_audio_sink& sink, const scs_reference* reference)
        : _sink(sink), _reference(reference)
    {}

    scs_status take(FrameKind kind, FieldReader& reader) override;
    void answer(Question question, FieldReader& reader, FieldWriter& answer) override;
    bool passedOn() const override { return _passedOn; }
    scs_status flush() override;
    void restart() override;

private:
    struct Beginning
    {
        std::int32_t encoding = 0;
        std::uint32_t sampleRate = 0;
        std::uint32_t channels = 0;
    };
    struct HeldEvent
    {
        scs_speech_event event{};
        std::string name;
    };

    scs_status begin(FieldReader& reader);
    scs_status write(std::span<const std::byte> bytes);
    scs_status event(FieldReader& reader);

    const scs_audio_sink& _sink;
    const scs_reference* _reference;
    std::optional<Beginning> _beginning;
    std::vector<HeldEvent> _events;
    bool _passedOn = false;
};

}  // namespace scaispeak::pluginhost
