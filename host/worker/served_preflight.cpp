#include "worker/served_functions.hpp"

#include <cstring>
#include <vector>

namespace scaispeak::worker {

using namespace pluginhost;

namespace {

void* sessionOf(ServedCall& call)
{
    return reinterpret_cast<void*>(call.arguments().take<std::uintptr_t>());
}

}  // namespace

void serveOpenClip(ServedCall& call)
{
    const auto clip = readStruct<scs_clip>(call.arguments());
    void* session = nullptr;
    call.run(call.interfaces().preflight, [&](const scs_preflight& table, scs_error* error) {
        return table.open(call.instance(), call.call(), &clip, &session, error);
    });
    call.results()(reinterpret_cast<std::uintptr_t>(session));
}

void servePushFrames(ServedCall& call)
{
    void* session = sessionOf(call);
    const auto frames = call.arguments().take<std::uint64_t>();
    const auto bytes = call.arguments().rest();
    // Out of the frame, where they need not lie as floats must.
    std::vector<float> samples(bytes.size() / sizeof(float));
    if (!samples.empty()) std::memcpy(samples.data(), bytes.data(), samples.size() * sizeof(float));
    if (samples.size() < frames || (frames > 0 && samples.size() % frames != 0))
        return call.refuse(SCS_INVALID_ARGUMENT, "there are fewer samples than frames");
    call.run(call.interfaces().preflight, [&](const scs_preflight& table, scs_error* error) {
        return table.push(call.instance(), call.call(), session, samples.data(), frames, error);
    });
}

void serveMeasure(ServedCall& call)
{
    void* session = sessionOf(call);
    call.run(call.interfaces().preflight, [&](const scs_preflight& table, scs_error* error) {
        return table.measure(call.instance(), call.call(), session, &ServedCall::emit<scs_clip_figures>,
                             call.handle(), error);
    });
}

void serveFinishClip(ServedCall& call)
{
    void* session = sessionOf(call);
    call.run(call.interfaces().preflight, [&](const scs_preflight& table, scs_error* error) {
        return table.finish(call.instance(), call.call(), session, &ServedCall::emit<scs_check>,
                            call.handle(), error);
    });
}

void serveCloseClip(ServedCall& call)
{
    void* session = sessionOf(call);
    call.run(call.interfaces().preflight, [&](const scs_preflight& table, scs_error*) {
        table.close(call.instance(), session);
        return scs_status{SCS_OK};
    });
}

}  // namespace scaispeak::worker
