#include "pluginhost/worker/remote_evictions.hpp"
#include "pluginhost/worker/remote_tables.hpp"

namespace scaispeak::pluginhost {

namespace {

class RemoteNodes : public RemoteListener
{
public:
    RemoteNodes(scs_emit_node emit, void* context) : _emit(emit), _context(context) {}

    scs_status take(FrameKind kind, FieldReader& reader) override
    {
        if (kind != FrameKind::Emit) return SCS_CLOSED;
        const scs_node node = readNode(reader);
        if (!reader.complete()) return SCS_CLOSED;
        _passedOn = true;
        return _emit(_context, &node);
    }
    bool passedOn() const override { return _passedOn; }

private:
    scs_emit_node _emit;
    void* _context;
    bool _passedOn = false;
};

/// As one worker sees them: all have the same configuration.
scs_status listNodes(void* instance, const scs_call* call, scs_emit_node emit, void* context,
                     scs_error* error)
{
    RemoteCall remote(RemoteInstance::of(instance), call, Function::ListNodes);
    RemoteNodes list(emit, context);
    return remote.run(list, error);
}

/// Each worker may hold the voice.
scs_status evict(void* instance, const scs_call* call, scs_bytes key, const scs_str* nodes,
                 std::uint64_t count, scs_emit_evict_outcome emit, void* context, scs_error* error)
{
    WorkerRoster& roster = RemoteInstance::of(instance).roster();
    RemoteEvictions outcomes;
    scs_status failed = SCS_OK;
    for (const auto& worker : roster.workers()) {
        RemoteCall remote(RemoteInstance::of(instance), call, Function::Evict);
        remote.only(worker);
        remote.arguments()(key);
        remote.arguments().list(nodes, count);
        const scs_status status = remote.run(outcomes, error);
        // One that died meanwhile holds nothing any more.
        if (status != SCS_OK && roster.holds(worker)) failed = status;
    }
    const scs_status emitted = outcomes.passOn(emit, context);
    return emitted != SCS_OK ? emitted : failed;
}

}  // namespace

const scs_backend_nodes& remoteBackendNodes()
{
    static constexpr scs_backend_nodes table{sizeof(scs_backend_nodes), 0, &listNodes, &evict};
    return table;
}

}  // namespace scaispeak::pluginhost
