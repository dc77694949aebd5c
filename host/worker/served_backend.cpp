#include "worker/audio_uplink.hpp"
#include "worker/served_functions.hpp"

#include <array>

namespace scaispeak::worker {

using namespace pluginhost;

void serveDescribe(ServedCall& call)
{
    call.run(call.interfaces().backend, [&](const scs_backend& table, scs_error* error) {
        return table.describe(call.instance(), call.call(), &ServedCall::emit<scs_engine>, call.handle(),
                              error);
    });
}

void serveListVoices(ServedCall& call)
{
    call.run(call.interfaces().backend, [&](const scs_backend& table, scs_error* error) {
        if (table.list_voices == nullptr) return scs_status{SCS_OK};
        return table.list_voices(call.instance(), call.call(), &ServedCall::emit<scs_voice>, call.handle(),
                                 error);
    });
}

void serveSynthesize(ServedCall& call)
{
    auto request = readStruct<scs_synthesis_request>(call.arguments());
    scs_reference reference{};
    if (call.arguments().take<std::uint8_t>() == 1) {
        reference = readStruct<scs_reference>(call.arguments());
        reference.read = &AudioUplink::readReference;
        request.reference = &reference;
    }
    std::array<char, 128> node{};
    scs_synthesis_result result{};
    result.struct_size = sizeof result;
    result.node_id = {node.data(), node.size(), 0};
    call.run(call.interfaces().backend, [&](const scs_backend& table, scs_error* error) {
        reference.ctx = call.handle();
        const scs_audio_sink sink = AudioUplink::sink(call.handle());
        return table.synthesize(call.instance(), call.call(), &request, &sink, &result, error);
    });
    call.results()(result.holds_reference, result.frames, result.chars_done);
    call.results().text({node.data(), std::min<std::size_t>(result.node_id.size, node.size())});
}

void serveListNodes(ServedCall& call)
{
    call.run(call.interfaces().backendNodes, [&](const scs_backend_nodes& table, scs_error* error) {
        const scs_emit_node emit = [](void* handle, const scs_node* node) {
            return ServedCall::emitWith(handle, [node](FieldWriter& writer) { writeNode(writer, node); });
        };
        return table.list_nodes(call.instance(), call.call(), emit, call.handle(), error);
    });
}

void serveEvict(ServedCall& call)
{
    const auto key = call.arguments().take<scs_bytes>();
    const scs_str* nodes = nullptr;
    std::uint64_t count = 0;
    call.arguments().list(nodes, count);
    call.run(call.interfaces().backendNodes, [&](const scs_backend_nodes& table, scs_error* error) {
        return table.evict(call.instance(), call.call(), key, nodes, count,
                           &ServedCall::emit<scs_evict_outcome>, call.handle(), error);
    });
}

}  // namespace scaispeak::worker
