#include "pluginhost/worker/remote_handle.hpp"
#include "pluginhost/worker/remote_list.hpp"
#include "pluginhost/worker/remote_tables.hpp"

#include <algorithm>

namespace scaispeak::pluginhost {

namespace {

scs_status openWrite(void* instance, const scs_call* call, scs_str key, std::uint64_t size, void** writer,
                     scs_error* error)
{
    RemoteCall remote(RemoteInstance::of(instance), call, Function::OpenWrite);
    remote.arguments()(key, size);
    const scs_status status = remote.run(error);
    if (status == SCS_OK) *writer = RemoteHandle::make(remote);
    return status;
}

scs_status write(void* instance, const scs_call* call, void* writer, const std::uint8_t* data,
                 std::uint64_t size, scs_error* error)
{
    for (std::uint64_t done = 0; done < size; done += pieceSize) {
        RemoteCall remote(RemoteInstance::of(instance), call, Function::WriteObject);
        RemoteHandle::of(writer).name(remote);
        remote.arguments()(scs_bytes{data + done, std::min<std::uint64_t>(size - done, pieceSize)});
        if (const scs_status status = remote.run(error); status != SCS_OK) return status;
    }
    return SCS_OK;
}

scs_status commit(void* instance, const scs_call* call, void* writer, scs_error* error)
{
    const std::unique_ptr<RemoteHandle> handle(&RemoteHandle::of(writer));
    RemoteCall remote(RemoteInstance::of(instance), call, Function::Commit);
    handle->name(remote);
    return remote.run(error);
}

/// Ends something that lives in a worker; with the worker it is gone anyway.
void end(void* instance, void* ended, Function function)
{
    const std::unique_ptr<RemoteHandle> handle(&RemoteHandle::of(ended));
    RemoteCall remote(RemoteInstance::of(instance), nullptr, function);
    handle->name(remote);
    remote.run(nullptr);
}

void abort(void* instance, void* writer)
{
    end(instance, writer, Function::Abort);
}

scs_status openRead(void* instance, const scs_call* call, scs_str key, void** reader, std::uint64_t* size,
                    scs_error* error)
{
    RemoteCall remote(RemoteInstance::of(instance), call, Function::OpenRead);
    remote.arguments()(key);
    const scs_status status = remote.run(error);
    if (status != SCS_OK) return status;
    *reader = RemoteHandle::make(remote);
    *size = remote.results().take<std::uint64_t>();
    return SCS_OK;
}

scs_status read(void* instance, const scs_call* call, void* reader, std::uint64_t offset, std::uint8_t* data,
                std::uint64_t capacity, std::uint64_t* size, scs_error* error)
{
    RemoteCall remote(RemoteInstance::of(instance), call, Function::ReadObject);
    RemoteHandle::of(reader).name(remote);
    remote.arguments()(offset, std::min<std::uint64_t>(capacity, pieceSize));
    const scs_status status = remote.run(error);
    if (status != SCS_OK) return status;
    const auto bytes = remote.results().rest();
    if (bytes.size() > capacity) return SCS_CORRUPT;
    std::ranges::copy(bytes, reinterpret_cast<std::byte*>(data));
    *size = bytes.size();
    return SCS_OK;
}

void close(void* instance, void* reader)
{
    end(instance, reader, Function::CloseReader);
}

scs_status stat(void* instance, const scs_call* call, scs_str key, scs_emit_object emit, void* context,
                scs_error* error)
{
    RemoteCall remote(RemoteInstance::of(instance), call, Function::Stat);
    remote.arguments()(key);
    RemoteList<scs_object_info> list(emit, context);
    return remote.run(list, error);
}

scs_status remove(void* instance, const scs_call* call, scs_str key, scs_error* error)
{
    RemoteCall remote(RemoteInstance::of(instance), call, Function::Remove);
    remote.arguments()(key);
    return remote.run(error);
}

scs_status list(void* instance, const scs_call* call, scs_str prefix, scs_str startAfter,
                scs_emit_object emit, void* context, scs_error* error)
{
    RemoteCall remote(RemoteInstance::of(instance), call, Function::List);
    remote.arguments()(prefix, startAfter);
    RemoteList<scs_object_info> list(emit, context);
    return remote.run(list, error);
}

}  // namespace

const scs_objects& remoteObjects()
{
    static constexpr scs_objects table{sizeof(scs_objects), 0,     &openWrite, &write, &commit, &abort,
                                       &openRead,           &read, &close,     &stat,  &remove, &list};
    return table;
}

}  // namespace scaispeak::pluginhost
