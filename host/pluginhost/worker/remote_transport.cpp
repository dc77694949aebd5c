#include "pluginhost/worker/remote_call.hpp"
#include "pluginhost/worker/remote_tables.hpp"

namespace scaispeak::pluginhost {

namespace {

class AnswerText : public RemoteListener
{
public:
    AnswerText(scs_emit_text emit, void* context) : _emit(emit), _context(context) {}

    scs_status take(FrameKind kind, FieldReader& reader) override
    {
        if (kind != FrameKind::Emit) return SCS_CLOSED;
        const auto text = reader.take<scs_str>();
        if (!reader.complete()) return SCS_CLOSED;
        return _emit(_context, text);
    }
    bool passedOn() const override { return true; }

private:
    scs_emit_text _emit;
    void* _context;
};

scs_status start(void* instance, const scs_call* call, scs_error* error)
{
    RemoteCall remote(RemoteInstance::of(instance), call, Function::StartTransport);
    return remote.run(error);
}

scs_status openSession(void* instance, const scs_call* call, const scs_session_offer* offer,
                       scs_emit_text emit, void* context, scs_error* error)
{
    RemoteCall remote(RemoteInstance::of(instance), call, Function::OpenSession);
    writeStruct(remote.arguments(), offer);
    AnswerText answer(emit, context);
    return remote.run(answer, error);
}

scs_status addCandidate(void* instance, const scs_call* call, std::uint64_t session, scs_str candidate,
                        scs_error* error)
{
    RemoteCall remote(RemoteInstance::of(instance), call, Function::AddCandidate);
    remote.arguments()(session, candidate);
    return remote.run(error);
}

void closeSession(void* instance, std::uint64_t session)
{
    RemoteCall remote(RemoteInstance::of(instance), nullptr, Function::CloseSession);
    remote.arguments()(session);
    remote.run(nullptr);
}

void stop(void* instance)
{
    RemoteCall remote(RemoteInstance::of(instance), nullptr, Function::StopTransport);
    remote.run(nullptr);
}

}  // namespace

const scs_transport& remoteTransport()
{
    static constexpr scs_transport table{sizeof(scs_transport), 0,    &start, &openSession, &addCandidate,
                                         &closeSession,         &stop};
    return table;
}

Interfaces remoteInterfaces(const std::vector<std::string>& ids)
{
    Interfaces found;
    for (const std::string& id : ids) {
        if (id == SCS_BACKEND_1) found.backend = remoteBackend();
        if (id == SCS_BACKEND_NODES_1) found.backendNodes = remoteBackendNodes();
        if (id == SCS_OBJECTS_1) found.objects = remoteObjects();
        if (id == SCS_DESTINATION_1) found.destination = remoteDestination();
        if (id == SCS_AUTH_1) found.auth = remoteAuth();
        if (id == SCS_TOKEN_EXCHANGE_1) found.tokenExchange = remoteTokenExchange();
        if (id == SCS_PREFLIGHT_1) found.preflight = remotePreflight();
        if (id == SCS_TRANSPORT_1) found.transport = remoteTransport();
    }
    return found;
}

}  // namespace scaispeak::pluginhost
