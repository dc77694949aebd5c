// What a worker may get on one of its lanes: calls of every function, cut short, out of order, with arguments
// that are none. It must answer or end the lane; its plugin gets nothing that does not lie within memory.
#include "unit/pluginhost/fake_plugin.hpp"
#include "worker/lane.hpp"

#include <sys/socket.h>

#include <array>
#include <cstdint>

namespace {

using namespace scaispeak;

std::uint64_t sum = 0;

void touch(scs_str text)
{
    for (std::uint64_t index = 0; index < text.size; ++index)
        sum += static_cast<unsigned char>(text.data[index]);
}

scs_status speak(const scs_call*, const scs_synthesis_request* request, const scs_audio_sink* sink,
                 scs_synthesis_result*, scs_error*)
{
    for (const scs_str text : {request->text, request->language, request->engine_voice,
                               request->design_prompt, request->instructions})
        touch(text);
    for (std::uint64_t index = 0; index < request->accept_count; ++index)
        sum += static_cast<std::uint32_t>(request->accept[index]);
    std::array<std::uint8_t, 64> bytes{};
    if (request->reference != nullptr) {
        std::uint64_t size = 0;
        touch(request->reference->transcript);
        return request->reference->read(request->reference->ctx, 0, bytes.data(), bytes.size(), &size);
    }
    const scs_status begun = sink->begin(sink->ctx, SCS_ENCODING_PCM_S16, 24'000, 1);
    return begun == SCS_OK ? sink->write(sink->ctx, bytes.data(), bytes.size()) : begun;
}

scs_status authenticate(const scs_call*, scs_str credential, scs_emit_principal, void*,
                        std::int32_t* decision, scs_error*)
{
    touch(credential);
    *decision = SCS_AUTH_DENY;
    return SCS_OK;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace pluginhost;
    auto [host, end] = makeSocketPair();
    if (size > 16'384 || ::send(host.get(), data, size, 0) != static_cast<ssize_t>(size)) return 0;
    ::shutdown(host.get(), SHUT_WR);

    fakes::Host services;
    fakes::Plugin plugin;
    plugin.synthesize = speak;
    plugin.authenticate = authenticate;
    plugin.listVoices = [](auto...) { return SCS_OK; };
    const auto instance = plugin.instance(services);
    worker::Lane lane{Channel(std::move(end))};
    lane.run(*instance);
    return 0;
}
