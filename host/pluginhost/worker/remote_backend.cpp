#include "pluginhost/worker/remote_audio.hpp"
#include "pluginhost/worker/remote_list.hpp"
#include "pluginhost/worker/remote_tables.hpp"

#include <algorithm>
#include <cstring>

namespace scaispeak::pluginhost {

namespace {

/// The engine, with as many calls at once as its workers together take.
class RemoteEngine : public RemoteListener
{
public:
    RemoteEngine(RemoteInstance& instance, scs_emit_engine emit, void* context)
        : _instance(instance), _emit(emit), _context(context)
    {}

    scs_status take(FrameKind kind, FieldReader& reader) override
    {
        if (kind != FrameKind::Emit) return SCS_CLOSED;
        auto engine = readStruct<scs_engine>(reader);
        if (!reader.complete()) return SCS_CLOSED;
        engine.max_concurrency = _instance.callsAtOnce(engine.max_concurrency);
        _passedOn = true;
        return _emit(_context, &engine);
    }
    bool passedOn() const override { return _passedOn; }

private:
    RemoteInstance& _instance;
    scs_emit_engine _emit;
    void* _context;
    bool _passedOn = false;
};

scs_status describe(void* instance, const scs_call* call, scs_emit_engine emit, void* context,
                    scs_error* error)
{
    RemoteCall remote(RemoteInstance::of(instance), call, Function::Describe);
    RemoteEngine engine(RemoteInstance::of(instance), emit, context);
    return remote.run(engine, error);
}

scs_status listVoices(void* instance, const scs_call* call, scs_emit_voice emit, void* context,
                      scs_error* error)
{
    RemoteCall remote(RemoteInstance::of(instance), call, Function::ListVoices);
    RemoteList<scs_voice> list(emit, context);
    return remote.run(list, error);
}

void fill(scs_buffer& buffer, std::string_view text)
{
    buffer.size = std::min<std::uint64_t>(text.size(), buffer.capacity);
    if (buffer.size > 0) std::memcpy(buffer.data, text.data(), buffer.size);
}

scs_status synthesize(void* instance, const scs_call* call, const scs_synthesis_request* request,
                      const scs_audio_sink* sink, scs_synthesis_result* result, scs_error* error)
{
    RemoteCall remote(RemoteInstance::of(instance), call, Function::Synthesize);
    writeStruct(remote.arguments(), request);
    remote.arguments()(std::uint8_t{request->reference != nullptr});
    if (request->reference != nullptr) writeStruct(remote.arguments(), request->reference);
    RemoteAudio audio(*sink, request->reference);
    const scs_status status = remote.run(audio, error);
    if (!remote.returned()) return status;
    FieldReader& results = remote.results();
    results(result->holds_reference, result->frames, result->chars_done);
    fill(result->node_id, results.text());
    return status;
}

void cancel(void* instance, scs_str requestId)
{
    RemoteInstance::of(instance).cancel({requestId.data, requestId.size});
}

scs_status health(void* instance, scs_health* health)
{
    const RosterHealth known = RemoteInstance::of(instance).roster().health();
    health->state = known.ok ? SCS_HEALTH_OK : SCS_HEALTH_DOWN;
    fill(health->reason, known.reason);
    fill(health->message, known.message);
    return SCS_OK;
}

}  // namespace

const scs_backend& remoteBackend()
{
    static constexpr scs_backend table{sizeof(scs_backend), 0,       &describe, &listVoices,
                                       &synthesize,         &cancel, &health};
    return table;
}

}  // namespace scaispeak::pluginhost
