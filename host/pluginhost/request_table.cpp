#include "pluginhost/request_table.hpp"

#include "pluginhost/abi_encoding.hpp"
#include "pluginhost/loader/text.hpp"
#include "pluginhost/sink_session.hpp"

#include <algorithm>

namespace scaispeak::pluginhost {

RequestTable::RequestTable(const core::SynthesisRequest& request, void* handle)
{
    for (const core::Encoding encoding : request.accept)
        _accept.push_back(toAbiEncoding(encoding));
    _table.struct_size = sizeof _table;
    _table.text = abiText(request.text);
    _table.text_format = SCS_TEXT_PLAIN;
    _table.language = abiText(request.language);
    _table.engine_voice = abiText(request.engineVoice);
    _table.design_prompt = abiText(request.designPrompt);
    _table.accept = _accept.data();
    _table.accept_count = _accept.size();
    _table.preferred_sample_rate = request.preferredSampleRate;
    setOptions(request);
    if (request.reference) setReference(*request.reference, handle);
}

void RequestTable::setOptions(const core::SynthesisRequest& request)
{
    if (request.speed) {
        _table.set_fields |= SCS_SET_SPEED;
        _table.speed = *request.speed;
    }
    if (request.instructions) {
        _table.set_fields |= SCS_SET_INSTRUCTIONS;
        _table.instructions = abiText(*request.instructions);
    }
    if (request.cfgValue) {
        _table.set_fields |= SCS_SET_CFG_VALUE;
        _table.cfg_value = *request.cfgValue;
    }
    if (request.warmupTrimMs) {
        constexpr std::int64_t hour = 3'600'000;
        _table.set_fields |= SCS_SET_WARMUP_TRIM;
        _table.warmup_trim_ns = std::clamp<std::int64_t>(*request.warmupTrimMs, 0, hour) * 1'000'000;
    }
    if (request.normalizeText) {
        _table.set_fields |= SCS_SET_NORMALIZE_TEXT;
        _table.normalize_text = *request.normalizeText ? 1 : 0;
    }
}

void RequestTable::setReference(const core::ReferenceClip& clip, void* handle)
{
    _reference.struct_size = sizeof _reference;
    _reference.sample_rate = clip.sampleRate();
    _reference.key = {clip.key().data(), clip.key().size()};
    _reference.frames = clip.frames();
    _reference.transcript = abiText(clip.transcript());
    _reference.ctx = handle;
    _reference.read = &SinkSession::readReference;
    _table.reference = &_reference;
}

}  // namespace scaispeak::pluginhost
