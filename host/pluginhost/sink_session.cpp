#include "pluginhost/sink_session.hpp"

#include "pluginhost/abi_encoding.hpp"
#include "pluginhost/loader/abi_struct.hpp"
#include "pluginhost/loader/float_mode.hpp"

#include <algorithm>
#include <atomic>

namespace scaispeak::pluginhost {

namespace {

core::StopReason toReason(scs_status status)
{
    switch (status) {
        case SCS_OK:
            return core::StopReason::None;
        case SCS_CANCELLED:
            return core::StopReason::Cancelled;
        case SCS_DEADLINE:
            return core::StopReason::Deadline;
        default:
            return core::StopReason::Closed;
    }
}

bool beginsCharacter(const std::string& text, std::uint64_t offset)
{
    return offset == text.size() || (static_cast<unsigned char>(text[offset]) & 0xC0) != 0x80;
}

/// Far beyond any speech; what goes on for ever ends here.
std::uint64_t mostSeconds(const std::string& text)
{
    return 600 + 10 * static_cast<std::uint64_t>(text.size());
}

/// More than any compressed format of speech takes.
constexpr std::uint64_t compressedBytesPerSecond = 64'000;

}  // namespace

/// How the plugin reaches the session: by a handle that is stale once the call is over.
struct SinkSession::Functions
{
    static scs_status begin(void* handle, std::int32_t encoding, std::uint32_t rate,
                            std::uint32_t channels) noexcept
    {
        const PlainFloatMode floats;
        auto* session = CallSlot::target<SinkSession>(handle);
        return session != nullptr ? session->begin(encoding, rate, channels) : SCS_CLOSED;
    }
    static scs_status write(void* handle, const std::uint8_t* data, std::uint64_t size) noexcept
    {
        const PlainFloatMode floats;
        auto* session = CallSlot::target<SinkSession>(handle);
        return session != nullptr ? session->write(data, size) : SCS_CLOSED;
    }
    static scs_status event(void* handle, const scs_speech_event* event) noexcept
    {
        const PlainFloatMode floats;
        auto* session = CallSlot::target<SinkSession>(handle);
        return session != nullptr ? session->event(event) : SCS_CLOSED;
    }
};

SinkSession::SinkSession(CallSlot& slot, core::AudioSink& sink, const core::SynthesisRequest& request)
    : _slot(slot), _sink(sink), _request(request)
{
    scs_audio_sink& table = slot.sink();
    table.struct_size = sizeof table;
    table.begin = &Functions::begin;
    table.write = &Functions::write;
    table.event = &Functions::event;
    table.ctx = slot.handle();
    slot.setTarget(this);
}

scs_status SinkSession::stop(core::StopReason reason) noexcept
{
    if (reason == core::StopReason::None) return SCS_OK;
    _stopped = reason;
    _slot.stop(reason);
    return _answer = toStatus(reason);
}

scs_status SinkSession::breakRule(const char* rule) noexcept
{
    _fault = rule;
    return _answer = SCS_CLOSED;
}

scs_status SinkSession::wanted() noexcept
{
    if (_answer != SCS_OK) return _answer;
    return stop(toReason(_slot.status()));
}

void SinkSession::noteException() noexcept
{
    _answer = SCS_CLOSED;
    try {
        throw;
    }
    catch (const std::exception& error) {
        _exception = error.what();
    }
    catch (...) {
    }
    if (_exception.empty()) _exception = "an exception without a message";
}

const char* SinkSession::checkFormat(std::int32_t encoding, std::uint32_t sampleRate, std::uint32_t channels)
{
    const auto known = fromAbiEncoding(encoding);
    const auto& accept = _request.accept;
    if (!known || std::find(accept.begin(), accept.end(), *known) == accept.end())
        return "begin with an encoding that was not accepted";
    if (sampleRate < 8'000 || sampleRate > 192'000) return "begin with a sample rate outside 8000 to 192000";
    if (channels < 1 || channels > 8) return "begin with other than 1 to 8 channels";
    _format = {*known, sampleRate, channels};
    return nullptr;
}

scs_status SinkSession::begin(std::int32_t encoding, std::uint32_t sampleRate,
                              std::uint32_t channels) noexcept
{
    if (_answer != SCS_OK) return _answer;
    if (_begun) return breakRule("begin twice");
    if (const char* rule = checkFormat(encoding, sampleRate, channels)) return breakRule(rule);
    if (const scs_status status = wanted(); status != SCS_OK) return status;
    _begun = true;
    const std::uint64_t perSecond =
        frameSize() == 0 ? compressedBytesPerSecond : _format.sampleRate * frameSize();
    _mostBytes = mostSeconds(_request.text) * perSecond;
    try {
        return stop(_sink.begin(_format));
    }
    catch (...) {
        noteException();
        return _answer;
    }
}

scs_status SinkSession::write(const std::uint8_t* data, std::uint64_t size) noexcept
{
    if (_answer != SCS_OK) return _answer;
    if (!_begun) return breakRule("write before begin");
    if (data == nullptr && size > 0) return breakRule("write of NULL");
    if (size > static_cast<std::uint64_t>(PTRDIFF_MAX))
        return breakRule("write of more bytes than there is memory");
    if (size > _mostBytes - _bytes) return breakRule("more audio than the text can be");
    if (const scs_status status = wanted(); status != SCS_OK || size == 0) return status;
    _bytes += size;
    try {
        return stop(_sink.write({reinterpret_cast<const std::byte*>(data), size}));
    }
    catch (...) {
        noteException();
        return _answer;
    }
}

bool SinkSession::isInText(const scs_speech_event& event) const
{
    const std::string& text = _request.text;
    return event.text_offset <= text.size() && event.text_length <= text.size() - event.text_offset &&
           beginsCharacter(text, event.text_offset);
}

scs_status SinkSession::event(const scs_speech_event* theirs) noexcept
{
    if (_answer != SCS_OK) return _answer;
    scs_speech_event event;
    if (copyStruct(theirs, SCAISPEAK_ABI_MINIMUM(scs_speech_event, name), event) != StructCopy::Ok)
        return breakRule("event that is NULL or of a wrong size");
    if (!isInText(event)) return breakRule("event outside the text");
    if (const scs_status status = wanted(); status != SCS_OK) return status;
    // A kind of a later minor version says nothing here.
    if (event.kind < SCS_EVENT_WORD || event.kind > SCS_EVENT_MARK) return SCS_OK;
    try {
        const auto kind = static_cast<core::SpeechEvent::Kind>(event.kind - SCS_EVENT_WORD);
        _sink.event({kind, event.text_offset, event.text_length, event.frame});
    }
    catch (...) {
        noteException();
    }
    return _answer;
}

scs_status SinkSession::read(std::uint64_t offset, std::uint8_t* data, std::uint64_t capacity,
                             std::uint64_t* size) noexcept
{
    if (size == nullptr || (data == nullptr && capacity > 0) || !_request.reference)
        return SCS_INVALID_ARGUMENT;
    *size = 0;
    try {
        *size = _request.reference->read(offset, {reinterpret_cast<std::byte*>(data), capacity});
        return SCS_OK;
    }
    catch (...) {
        return SCS_UNAVAILABLE;
    }
}

scs_status SinkSession::readReference(void* handle, std::uint64_t offset, std::uint8_t* data,
                                      std::uint64_t capacity, std::uint64_t* size) noexcept
{
    auto* session = CallSlot::target<SinkSession>(handle);
    return session != nullptr ? session->read(offset, data, capacity, size) : SCS_CLOSED;
}

std::uint64_t SinkSession::frameSize() const
{
    const std::uint64_t sampleSize = _format.encoding == core::Encoding::PcmS16   ? 2
                                     : _format.encoding == core::Encoding::PcmF32 ? 4
                                                                                  : 0;
    return sampleSize * _format.channels;
}

std::uint64_t SinkSession::frames() const
{
    return frameSize() == 0 ? 0 : _bytes / frameSize();
}

bool SinkSession::cutShort() const
{
    return frameSize() != 0 && _bytes % frameSize() != 0;
}

}  // namespace scaispeak::pluginhost
