#pragma once

#include "core/backend.hpp"
#include "pluginhost/call_slot.hpp"

#include <scaispeak/backend.h>

#include <cstdint>
#include <string>
#include <vector>

namespace scaispeak::pluginhost {

/// What stands behind the sink and the reference of one synthesize call: passes audio on while the plugin
/// keeps to the rules of scs_audio_sink, and notes the first rule it broke. All of it on the call's own
/// thread.
class SinkSession
{
public:
    SinkSession(CallSlot& slot, core::AudioSink& sink, const core::SynthesisRequest& request);
    SinkSession(const SinkSession&) = delete;
    SinkSession& operator=(const SinkSession&) = delete;

    const scs_audio_sink* table() { return &_slot.sink(); }
    /// scs_reference::read for this call's clip.
    static scs_status readReference(void* handle, std::uint64_t offset, std::uint8_t* data,
                                    std::uint64_t capacity, std::uint64_t* size) noexcept;

    /// The rule that was broken; empty = none.
    const std::string& fault() const { return _fault; }
    /// What the taker of the audio threw; empty = nothing.
    const std::string& exception() const { return _exception; }
    /// Why the plugin was told to stop.
    core::StopReason stopped() const { return _stopped; }
    /// Whole frames pushed; 0 when bytes are passed through.
    std::uint64_t frames() const;
    /// Does the audio end within a frame?
    bool cutShort() const;

private:
    struct Functions;

    scs_status begin(std::int32_t encoding, std::uint32_t sampleRate, std::uint32_t channels) noexcept;
    scs_status write(const std::uint8_t* data, std::uint64_t size) noexcept;
    scs_status event(const scs_speech_event* event) noexcept;
    scs_status read(std::uint64_t offset, std::uint8_t* data, std::uint64_t capacity,
                    std::uint64_t* size) noexcept;

    scs_status breakRule(const char* rule) noexcept;
    scs_status stop(core::StopReason reason) noexcept;
    scs_status wanted() noexcept;
    const char* checkFormat(std::int32_t encoding, std::uint32_t sampleRate, std::uint32_t channels);
    bool isInText(const scs_speech_event& event) const;
    void noteException() noexcept;
    std::uint64_t frameSize() const;

    CallSlot& _slot;
    core::AudioSink& _sink;
    const core::SynthesisRequest& _request;
    core::AudioFormat _format;
    bool _begun = false;
    std::uint64_t _bytes = 0;
    std::uint64_t _mostBytes = 0;
    scs_status _answer = SCS_OK;
    core::StopReason _stopped = core::StopReason::None;
    std::string _fault;
    std::string _exception;
};

}  // namespace scaispeak::pluginhost
