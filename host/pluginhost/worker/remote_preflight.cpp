#include "pluginhost/worker/remote_handle.hpp"
#include "pluginhost/worker/remote_list.hpp"
#include "pluginhost/worker/remote_tables.hpp"

#include <algorithm>

namespace scaispeak::pluginhost {

namespace {

scs_status open(void* instance, const scs_call* call, const scs_clip* clip, void** session, scs_error* error)
{
    RemoteCall remote(RemoteInstance::of(instance), call, Function::OpenClip);
    writeStruct(remote.arguments(), clip);
    const scs_status status = remote.run(error);
    if (status != SCS_OK) return status;
    *session = RemoteHandle::make(remote);
    RemoteHandle::of(*session).channels = std::max(clip->channels, 1U);
    return SCS_OK;
}

scs_status push(void* instance, const scs_call* call, void* session, const float* samples,
                std::uint64_t frames, scs_error* error)
{
    const RemoteHandle& handle = RemoteHandle::of(session);
    const std::uint64_t frameSize = handle.channels * sizeof(float);
    const std::uint64_t most = std::max<std::uint64_t>(pieceSize / frameSize, 1);
    for (std::uint64_t done = 0; done < frames; done += most) {
        const std::uint64_t count = std::min(frames - done, most);
        RemoteCall remote(RemoteInstance::of(instance), call, Function::PushFrames);
        handle.name(remote);
        remote.arguments()(count);
        remote.arguments().rest(samples + done * handle.channels, count * frameSize);
        if (const scs_status status = remote.run(error); status != SCS_OK) return status;
    }
    return SCS_OK;
}

scs_status measure(void* instance, const scs_call* call, void* session, scs_emit_figures emit, void* context,
                   scs_error* error)
{
    RemoteCall remote(RemoteInstance::of(instance), call, Function::Measure);
    RemoteHandle::of(session).name(remote);
    RemoteList<scs_clip_figures> list(emit, context);
    return remote.run(list, error);
}

scs_status finish(void* instance, const scs_call* call, void* session, scs_emit_check emit, void* context,
                  scs_error* error)
{
    RemoteCall remote(RemoteInstance::of(instance), call, Function::FinishClip);
    RemoteHandle::of(session).name(remote);
    RemoteList<scs_check> list(emit, context);
    return remote.run(list, error);
}

void close(void* instance, void* session)
{
    const std::unique_ptr<RemoteHandle> handle(&RemoteHandle::of(session));
    RemoteCall remote(RemoteInstance::of(instance), nullptr, Function::CloseClip);
    handle->name(remote);
    remote.run(nullptr);
}

}  // namespace

const scs_preflight& remotePreflight()
{
    static constexpr scs_preflight table{sizeof(scs_preflight), 0, &open, &push, &measure, &finish, &close};
    return table;
}

}  // namespace scaispeak::pluginhost
