#include "worker/served_functions.hpp"

namespace scaispeak::worker {

using namespace pluginhost;

void serveStartTransport(ServedCall& call)
{
    call.run(call.interfaces().transport, [&](const scs_transport& table, scs_error* error) {
        return table.start(call.instance(), call.call(), error);
    });
}

void serveOpenSession(ServedCall& call)
{
    const auto offer = readStruct<scs_session_offer>(call.arguments());
    call.run(call.interfaces().transport, [&](const scs_transport& table, scs_error* error) {
        const scs_emit_text emit = [](void* handle, scs_str text) {
            return ServedCall::emitWith(handle, [text](FieldWriter& writer) { writer(text); });
        };
        return table.open_session(call.instance(), call.call(), &offer, emit, call.handle(), error);
    });
}

void serveAddCandidate(ServedCall& call)
{
    const auto session = call.arguments().take<std::uint64_t>();
    const auto candidate = call.arguments().take<scs_str>();
    call.run(call.interfaces().transport, [&](const scs_transport& table, scs_error* error) {
        return table.add_candidate(call.instance(), call.call(), session, candidate, error);
    });
}

void serveCloseSession(ServedCall& call)
{
    const auto session = call.arguments().take<std::uint64_t>();
    call.run(call.interfaces().transport, [&](const scs_transport& table, scs_error*) {
        table.close_session(call.instance(), session);
        return scs_status{SCS_OK};
    });
}

void serveStopTransport(ServedCall& call)
{
    call.run(call.interfaces().transport, [&](const scs_transport& table, scs_error*) {
        table.stop(call.instance());
        return scs_status{SCS_OK};
    });
}

}  // namespace scaispeak::worker
