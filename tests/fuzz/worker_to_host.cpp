// What a compromised worker may send: on its lane in the middle of a call, and on its control socket. The
// host's own readers must take it, or refuse it, and hand nothing on that does not lie within memory.
#include "pluginhost/engine_reader.hpp"
#include "pluginhost/error_text.hpp"
#include "pluginhost/host_table.hpp"
#include "pluginhost/principal_table.hpp"
#include "pluginhost/wire/channel.hpp"
#include "pluginhost/worker/remote_audio.hpp"
#include "pluginhost/worker/remote_list.hpp"
#include "pluginhost/worker/worker_reports.hpp"
#include "unit/pluginhost/fakes.hpp"

#include <sys/socket.h>

#include <cstdint>

namespace {

using namespace scaispeak;
using namespace scaispeak::pluginhost;

/// Reads every byte of what it is given.
std::uint64_t sum = 0;

void touch(const void* data, std::uint64_t size)
{
    const auto* bytes = static_cast<const std::uint8_t*>(data);
    for (std::uint64_t index = 0; index < size; ++index)
        sum += bytes[index];
}

scs_status begin(void*, std::int32_t encoding, std::uint32_t rate, std::uint32_t channels)
{
    sum += static_cast<std::uint32_t>(encoding) + rate + channels;
    return SCS_OK;
}

scs_status write(void*, const std::uint8_t* data, std::uint64_t size)
{
    touch(data, size);
    return SCS_OK;
}

scs_status event(void*, const scs_speech_event* event)
{
    touch(event->name.data, event->name.size);
    return SCS_OK;
}

template <class Struct, auto read>
scs_status check(void*, const Struct* item)
{
    read(item);
    return SCS_OK;
}

void readEngineItem(const scs_engine* engine)
{
    core::EngineDescription out;
    sum += readEngine(engine, out).size() + out.languages.size();
}

void readVoiceItem(const scs_voice* voice)
{
    core::EngineVoice out;
    sum += readVoice(voice, out).size() + out.styleTags.size();
}

void readPrincipalItem(const scs_principal* principal)
{
    if (const auto identity = readPrincipal(principal)) sum += identity->roles.size();
}

template <class Struct, auto read>
void takeItem(const Frame& frame)
{
    RemoteList<Struct> list(&check<Struct, read>, nullptr);
    FieldReader reader(frame.payload);
    list.take(frame.kind, reader);
}

void takeReturn(const Frame& frame)
{
    FieldReader reader(frame.payload);
    sum += static_cast<std::uint32_t>(reader.take<scs_status>());
    const auto said = readStruct<scs_error_info>(reader);
    ErrorText text;
    text.set(&said);
    sum += text.publicMessage.size() + reader.rest().size();
}

void takeFrame(const Frame& frame, RemoteAudio& audio, const WorkerReports& reports)
{
    FieldReader reader(frame.payload);
    switch (frame.kind) {
        case FrameKind::Begin:
        case FrameKind::Write:
        case FrameKind::Event:
            audio.take(frame.kind, reader);
            break;
        case FrameKind::Emit:
            takeItem<scs_engine, readEngineItem>(frame);
            takeItem<scs_voice, readVoiceItem>(frame);
            takeItem<scs_principal, readPrincipalItem>(frame);
            sum += readNode(reader).engine_count;
            break;
        case FrameKind::Ask: {
            FieldWriter answer;
            const auto question = reader.take<Question>();
            audio.answer(question, reader, answer);
            break;
        }
        case FrameKind::Return:
            takeReturn(frame);
            break;
        default:
            reports.pass(frame);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    auto [worker, host] = makeSocketPair();
    if (size > 65'536 || ::send(worker.get(), data, size, 0) != static_cast<ssize_t>(size)) return 0;
    worker.reset();

    fakes::Host services;
    const HostTable table("fuzzed", services.services, true);
    const WorkerReports reports("fuzzed", services.logger, *table.get());
    scs_audio_sink sink{sizeof(scs_audio_sink), 0, nullptr, &begin, &write, &event};
    RemoteAudio audio(sink, nullptr);
    Channel channel{std::move(host)};
    Frame frame;
    while (channel.receive(frame) == Channel::Outcome::Done)
        takeFrame(frame, audio, reports);
    audio.flush();
    return 0;
}
