#include "pluginhost/worker/remote_audio.hpp"

#include <algorithm>
#include <utility>

namespace scaispeak::pluginhost {

namespace {

// An engine that names more than this before its first sample gets no second worker.
constexpr std::size_t maximumHeld = 64;

}  // namespace

scs_status RemoteAudio::take(FrameKind kind, FieldReader& reader)
{
    switch (kind) {
        case FrameKind::Begin:
            return begin(reader);
        case FrameKind::Write:
            return write(reader.rest());
        case FrameKind::Event:
            return event(reader);
        default:
            return SCS_CLOSED;
    }
}

scs_status RemoteAudio::begin(FieldReader& reader)
{
    Beginning beginning;
    reader(beginning.encoding, beginning.sampleRate, beginning.channels);
    if (!reader.complete()) return SCS_CLOSED;
    // A second one is a fault of the plugin's, and the sink's to find.
    if (_beginning || _passedOn)
        if (const scs_status status = flush(); status != SCS_OK) return status;
    _beginning = beginning;
    return _passedOn ? flush() : SCS_OK;
}

scs_status RemoteAudio::write(std::span<const std::byte> bytes)
{
    if (const scs_status status = flush(); status != SCS_OK) return status;
    _passedOn = true;
    return _sink.write(_sink.ctx, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

scs_status RemoteAudio::event(FieldReader& reader)
{
    const auto event = readStruct<scs_speech_event>(reader);
    if (!reader.complete()) return SCS_CLOSED;
    if (_passedOn) return _sink.event(_sink.ctx, &event);
    _events.push_back({event, std::string(event.name.data, event.name.size)});
    return _events.size() > maximumHeld ? flush() : SCS_OK;
}

scs_status RemoteAudio::flush()
{
    if (const auto beginning = std::exchange(_beginning, std::nullopt)) {
        _passedOn = true;
        const scs_status status =
            _sink.begin(_sink.ctx, beginning->encoding, beginning->sampleRate, beginning->channels);
        if (status != SCS_OK) return status;
    }
    for (HeldEvent& held : std::exchange(_events, {})) {
        _passedOn = true;
        held.event.name = {held.name.data(), held.name.size()};
        if (const scs_status status = _sink.event(_sink.ctx, &held.event); status != SCS_OK) return status;
    }
    return SCS_OK;
}

void RemoteAudio::restart()
{
    _beginning.reset();
    _events.clear();
}

void RemoteAudio::answer(Question question, FieldReader& reader, FieldWriter& answer)
{
    if (question != Question::ReadReference || _reference == nullptr) {
        answer(scs_status{SCS_UNSUPPORTED});
        return;
    }
    const auto offset = reader.take<std::uint64_t>();
    std::vector<std::uint8_t> piece(std::min<std::uint64_t>(reader.take<std::uint64_t>(), pieceSize));
    std::uint64_t size = 0;
    const scs_status status = _reference->read(_reference->ctx, offset, piece.data(), piece.size(), &size);
    answer(status);
    answer.rest(piece.data(), std::min<std::uint64_t>(size, piece.size()));
}

}  // namespace scaispeak::pluginhost
