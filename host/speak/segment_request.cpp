#include "speak/segment_request.hpp"

namespace scaispeak::speak {

core::SynthesisRequest segmentRequest(const UtteranceOrder& order, const Segment& segment, const Slot& slot,
                                      bool whole)
{
    core::SynthesisRequest request;
    request.requestId = order.requestId;
    request.traceparent = order.traceparent;
    request.text = segment.text;
    request.language = order.languageHint;
    if (order.voice.kind == core::VoiceKind::Preset)
        request.engineVoice =
            slot.engine()->name == order.voice.engine ? order.voice.engineVoice : order.voice.voiceId;
    request.designPrompt = order.voice.voiceDesignPrompt;
    const core::VoiceDefaults& defaults = order.voice.defaults;
    request.speed = order.speed ? order.speed : defaults.speed;
    request.instructions = order.instructions ? order.instructions : defaults.instructions;
    request.cfgValue = order.cfgValue ? order.cfgValue : defaults.cfgValue;
    request.warmupTrimMs = order.warmupTrimMs ? order.warmupTrimMs : defaults.warmupTrimMs;
    request.normalizeText = order.normalizeText;
    request.preferredSampleRate = order.sampleRate;
    // Two streams cannot be joined, and a stream that is trimmed is another one.
    if (whole && order.format == core::ResponseFormat::Mp3 && !request.warmupTrimMs)
        request.accept.push_back(core::Encoding::Mp3);
    return request;
}

}  // namespace scaispeak::speak
