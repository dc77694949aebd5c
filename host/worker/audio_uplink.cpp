#include "worker/audio_uplink.hpp"

#include <algorithm>

namespace scaispeak::worker {

using namespace pluginhost;

namespace {

template <class Function>
scs_status guarded(void* handle, Function&& function) noexcept
{
    ServedCall* call = ServedCall::of(handle);
    if (call == nullptr) return SCS_CLOSED;
    try {
        const scs_status status = call->wanted();
        return status == SCS_OK ? function(*call) : status;
    }
    catch (...) {
        return SCS_CLOSED;
    }
}

scs_status begin(void* handle, std::int32_t encoding, std::uint32_t rate, std::uint32_t channels) noexcept
{
    return guarded(handle, [&](ServedCall& call) {
        FieldWriter writer;
        writer(encoding, rate, channels);
        return call.send(FrameKind::Begin, writer);
    });
}

scs_status write(void* handle, const std::uint8_t* data, std::uint64_t size) noexcept
{
    return guarded(handle, [&](ServedCall& call) {
        if (data == nullptr && size > 0) return scs_status{SCS_CLOSED};
        const auto* bytes = reinterpret_cast<const std::byte*>(data);
        scs_status status = SCS_OK;
        for (std::uint64_t done = 0; done < size && status == SCS_OK; done += pieceSize) {
            status = call.sendPiece(FrameKind::Write,
                                    {bytes + done, std::min(size - done, std::uint64_t{pieceSize})});
            if (status == SCS_OK) status = call.wanted();
        }
        return status;
    });
}

scs_status event(void* handle, const scs_speech_event* event) noexcept
{
    return guarded(handle, [&](ServedCall& call) {
        FieldWriter writer;
        writeStruct(writer, event);
        return call.send(FrameKind::Event, writer);
    });
}

}  // namespace

scs_audio_sink AudioUplink::sink(void* handle)
{
    scs_audio_sink sink{};
    sink.struct_size = sizeof sink;
    sink.ctx = handle;
    sink.begin = &begin;
    sink.write = &write;
    sink.event = &event;
    return sink;
}

scs_status AudioUplink::readReference(void* handle, std::uint64_t offset, std::uint8_t* data,
                                      std::uint64_t capacity, std::uint64_t* size) noexcept
{
    return guarded(handle, [&](ServedCall& call) {
        if (size == nullptr || (data == nullptr && capacity > 0)) return scs_status{SCS_INVALID_ARGUMENT};
        *size = 0;
        FieldWriter question;
        question(Question::ReadReference, offset, std::min(capacity, std::uint64_t{pieceSize}));
        std::span<const std::byte> answer;
        if (const scs_status asked = call.ask(question, answer); asked != SCS_OK) return asked;
        FieldReader reader(answer);
        const auto status = reader.take<scs_status>();
        const auto bytes = reader.rest();
        if (bytes.size() > capacity) return scs_status{SCS_CLOSED};
        std::ranges::copy(bytes, reinterpret_cast<std::byte*>(data));
        *size = bytes.size();
        return status;
    });
}

}  // namespace scaispeak::worker
